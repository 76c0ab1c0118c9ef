"""Takes the pictures of the README, each a flow in the page at a fixed time of day, and those of the main replies."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.library import Library, load
from bot.rehearsal.announced import ours
from bot.rehearsal.exhibits import lay_out, read
from bot.rehearsal.opening import opened, real_bot
from bot.rehearsal.stage import Stage
from tests.browser.conftest import Backstage, launched
from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AFTERNOON = 1_795_788_120.0  # 2026-11-27 14:02 UTC
COLOURS, FEW = 256, 16  # letters and flat colours need no more; a reply alone fewer
PHONE, DESK, TALL = (390, 844), (1280, 900), (390, 2600)
GOLDEN = Path(__file__).parents[1] / "bot" / "blocks" / "golden"
REPLIES = ("emergency", "possible-fever", "low-risk", "undecided", "doubt", "clozapine", "hand-off", "trend")


def thread_on_a_phone(ward: Ward) -> None:
    """An emergency, answered in the thread of a channel."""
    ward.say("#oncology", "@Nadir ANC 0.4 T 38.6 62M AML")
    ward.open_thread().get_by_text("EMERGENCY").wait_for()
    ward.thread().locator(".message").first.scroll_into_view_if_needed()


def mascc_in_a_direct_message(ward: Ward) -> None:
    """The questions that still change the answer, each a press away."""
    said = (
        "ANC 0.4 T 38.5 58F breast cancer on docetaxel, BP 124/76 HR 96 RR 16 SpO2 97%, alert, no allergies, no rigors"
    )
    ward.say("Nadir", said)
    ward.newest("Reply").get_by_text("Understood:").evaluate("node => node.scrollIntoView({ block: 'start' })")


def form_on_an_answer(ward: Ward) -> None:
    """The MASCC form over the thread it was opened from: what the case knows is chosen, the rest is not known."""
    ward.say("#oncology", "@Nadir ANC 0.4 T 38.5 58F breast cancer on docetaxel, BP 124/76, alert, outpatient")
    ward.press(ward.open_thread(), "MASCC items")
    ward.item("Burden of illness").get_by_label("None or mild").check()


def what_is_to_be_shared(ward: Ward) -> None:
    """A private answer before it goes to the channel: exactly what will be posted."""
    ward.say("#oncology", "/anc ANC 0.4 T 38.5 58F breast cancer on docetaxel")
    ward.press(ward.newest("EMERGENCY"), "Share…")
    ward.dialog().get_by_role("button", name="Post to #oncology").wait_for()


def home_on_a_phone(ward: Ward) -> None:
    """What the app says of itself: how to use it, what it does not do, the wording, the edition in force."""
    ward.home().get_by_text("How to make it forget").wait_for()


def thread_on_a_desk(ward: Ward) -> None:
    """A command, seen by the asker alone; beside it a thread in which two people tell of one patient."""
    ward.say("#night-shift", "@Nadir ANC 0.8 T 37.2, on clozapine")
    ward.open_thread().get_by_text("clozapine").first.wait_for()
    ward.act_as("Pharmacist")
    ward.open_thread()
    ward.reply("@Nadir no rigors, feels well, lives in the UK")
    ward.in_thread("Understood:").filter(has_text="no rigors").wait_for()
    ward.thread().get_by_text("feels well").evaluate("node => node.closest('li').scrollIntoView({ block: 'start' })")
    ward.say("#night-shift", "/anc 1.6 WBC 4.0")
    ward.newest("Only visible to you").wait_for()


Stand = Callable[[tuple[int, int]], AbstractContextManager[tuple[Ward, Stage]]]
PICTURES: dict[str, tuple[Callable[[Ward], None], tuple[int, int]]] = {
    "thread-on-a-phone": (thread_on_a_phone, PHONE),
    "mascc-in-a-direct-message": (mascc_in_a_direct_message, PHONE),
    "thread-on-a-desk": (thread_on_a_desk, DESK),
    "mascc-form": (form_on_an_answer, PHONE),
    "share-preview": (what_is_to_be_shared, PHONE),
    "home": (home_on_a_phone, PHONE),
}


def main(folder: Path) -> None:
    """Take every picture into *folder*, and the replies as they are drawn on a phone into a folder of their own."""
    replies = folder / "replies"
    replies.mkdir(parents=True, exist_ok=True)
    backstage, handbook = Backstage(), load()
    try:
        with launched() as browser:
            stand = partial(standing, browser, backstage, handbook)
            for name, (flow, size) in PICTURES.items():
                written(folder / f"{name}.png", taken(stand, flow, size))
            for name in REPLIES:
                written(replies / f"{name}.png", drawn(stand, backstage, name), FEW)
    finally:
        backstage.close()


def written(path: Path, picture: bytes, colours: int = COLOURS) -> None:
    """Write one picture, as small as it can be."""
    small = smaller(picture, colours)
    path.write_bytes(small)
    sys.stderr.write(f"{path}: {len(small) // 1024} KB\n")


@contextmanager
def standing(
    browser: "Browser", backstage: Backstage, handbook: Library, size: tuple[int, int]
) -> Iterator[tuple[Ward, Stage]]:
    """The page of one size around the bot: light, sharp on a good screen, at the time of day every picture has."""
    begun = time.time()

    def clock() -> float:
        return AFTERNOON + time.time() - begun

    rehearsal = opened(real_bot(handbook, clock), ours(), clock=clock)
    found = backstage.run(rehearsal.__aenter__())
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2,
        color_scheme="light",
        timezone_id="UTC",
        locale="en-GB",
        reduced_motion="reduce",
    )
    try:
        yield Ward(context.new_page(), found.address), found.stage
    finally:
        context.close()
        backstage.run(rehearsal.__aexit__(None, None, None))


def taken(stand: Stand, flow: Callable[[Ward], None], size: tuple[int, int]) -> bytes:
    """The picture of a flow: what is on the screen at its end."""
    with stand(size) as (ward, _):
        flow(ward)
        ward.page.evaluate("document.activeElement.blur()")
        ward.page.mouse.move(0, 0)
        ward.page.evaluate("document.fonts.ready")
        return bytes(ward.page.screenshot())


def drawn(stand: Stand, backstage: Backstage, name: str) -> bytes:
    """The picture of a reply: the whole of the golden message of that name, however long."""
    with stand(TALL) as (ward, stage):
        ward.go("#oncology")
        backstage.run(laid_out(stage, name))
        message = ward.newest("Reply")
        message.wait_for()
        ward.page.evaluate("document.fonts.ready")
        return bytes(message.screenshot())


async def laid_out(stage: Stage, name: str) -> None:
    """Lay a golden message into the channel."""
    lay_out(stage, read(GOLDEN / f"{name}.json"))


def smaller(picture: bytes, colours: int) -> bytes:
    """The same picture with as few colours as it needs."""
    pillow, written = import_module("PIL.Image"), io.BytesIO()
    image = pillow.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(colours, method=pillow.Quantize.MAXCOVERAGE, dither=pillow.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
