"""Forms, the App Home and the controls under an answer: what they show, and what they hand back."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot import blocks, words
from bot.blocks import controls
from bot.blocks.controls import Controls
from bot.blocks.mascc import QUESTIONS, UNKNOWN
from bot.blocks.surfaces import Modal
from core.consult import consult
from core.converse.granted import which_reader
from core.facts import Facts, Stated, Value
from core.guideline import Handbook
from core.reply.parts import Option, Question, Reply
from tests.bot.blocks.scenes import KEY, STABLE, everything, library, told
from tests.bot.blocks.test_golden import objects


@pytest.fixture
def book() -> Handbook:
    """The real handbook."""
    return library().handbook


def case(**facts: Value) -> Facts:
    """What is known; ``mascc_copd`` stands for ``mascc.copd``."""
    return Facts.of(Stated(key.replace("mascc_", "mascc."), value) for key, value in facts.items())


def chosen(modal: Modal, **changed: str) -> dict[str, Any]:
    """The state that Slack sends of a form: as it was filled, *changed* by the words of an answer."""
    found: dict[str, Any] = {}
    for block in modal.payload()["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"]
            key = list(QUESTIONS)[int(name.split(":")[1])].replace(".", "_")
            want = changed.get(key, element["initial_option"]["text"]["text"])
            option = next(one for one in element["options"] if one["text"]["text"] == want)
            found[name] = {element["action_id"]: {"type": "radio_buttons", "selected_option": option}}
    return found


def filled(modal: Modal) -> dict[str, str]:
    """The answer each item of the form begins with."""
    return {key: option["selected_option"]["text"]["text"] for key, option in _options(chosen(modal)).items()}


def _options(state: dict[str, Any]) -> dict[str, Any]:
    return {list(QUESTIONS)[int(name.split(":")[1])]: next(iter(one.values())) for name, one in state.items()}


def test_the_form_asks_the_published_items_in_the_handbooks_words(book: Handbook) -> None:
    """Question, definition and answers are those of the chart; the points stand below, from the handbook."""
    payload = blocks.modal_mascc(KEY, Facts(), book).payload()
    asked = [block for block in payload["blocks"] if block["type"] == "input"]

    for block, key in zip(asked, QUESTIONS, strict=True):
        item = book.items[key]
        assert item.ask == block["label"]["text"]
        assert item.meaning == block.get("hint", {}).get("text", "")
        offered = [option["text"]["text"] for option in block["element"]["options"]]
        assert [*(label for label, _ in item.options), "Not known"] == offered
    assert "At most 26" in str(payload["blocks"][-1])


def test_the_items_of_the_form_settle_the_whole_score(book: Handbook) -> None:
    """With each of them answered all seven items are known; with none of them, none is."""
    answered = case(
        mascc_burden="none_mild",
        mascc_hypotension=False,
        mascc_copd=False,
        malignancy="solid",
        mascc_fungal_history=False,
        mascc_dehydration=False,
        mascc_setting="outpatient",
        age_under_60=True,
    )

    assert set(QUESTIONS) == set(answered.stated)
    assert (7, 26, 26) == _score(answered, book)
    assert _score(Facts(), book)[0] == 0


def _score(facts: Facts, book: Handbook) -> tuple[int, int, int]:
    bounds = consult(facts.plus(Stated("anc", Decimal("0.3")), Stated("temp_c", Decimal(39))), book).mascc
    return bounds.known, bounds.least, bounds.most


def test_what_is_not_known_stays_not_known(book: Handbook) -> None:
    """Nothing is chosen for the clinician: an empty case fills nothing in, and sent as it is it tells nothing."""
    modal = blocks.modal_mascc(KEY, Facts(), book)

    assert {"Not known"} == set(filled(modal).values())
    assert () == blocks.mascc_answers(chosen(modal), Facts(), book)


@pytest.mark.parametrize(
    ("known", "key", "shown"),
    [
        ({"sbp": Decimal(84)}, "mascc.hypotension", "Yes"),
        ({"sbp": Decimal(90)}, "mascc.hypotension", "Yes"),
        ({"sbp": Decimal(91)}, "mascc.hypotension", "No"),
        ({"age_years": Decimal(59)}, "age_under_60", "Yes"),
        ({"age_years": Decimal(60)}, "age_under_60", "No"),
        ({"mascc_copd": True}, "mascc.copd", "Yes"),
        ({"malignancy": "hematologic"}, "malignancy", "Haematological"),
        ({"mascc_burden": "moderate"}, "mascc.burden", "Moderate"),
    ],
)
def test_what_the_case_knows_is_filled_in(known: dict[str, Value], key: str, shown: str, book: Handbook) -> None:
    """Told, or worked out from a pressure or an age; sent unchanged it is not told again, so the number stays."""
    facts = case(**known)
    modal = blocks.modal_mascc(KEY, facts, book)

    assert shown == filled(modal)[key]
    assert {key} == {name for name, answer in filled(modal).items() if answer != "Not known"}
    assert () == blocks.mascc_answers(chosen(modal), facts, book)


def test_only_what_was_changed_is_handed_back(book: Handbook) -> None:
    """As a button would carry it; an answer taken back is empty."""
    facts = case(mascc_copd=True, sbp=Decimal(124))
    modal = blocks.modal_mascc(KEY, facts, book)
    state = chosen(modal, mascc_copd="Not known", mascc_setting="Outpatient", mascc_dehydration="No")

    assert (
        ("mascc.copd", ""),
        ("mascc.dehydration", "false"),
        ("mascc.setting", "outpatient"),
    ) == blocks.mascc_answers(state, facts, book)


@pytest.mark.parametrize("value", ["99", "-1", "x", "", "١", UNKNOWN, None])
def test_a_form_that_is_not_ours_tells_nothing(value: str | None, book: Handbook) -> None:
    """A forged or foreign state is read as not known."""
    state: dict[str, Any] = {"mascc:0": {"mascc:0": {"selected_option": value and {"value": value}}}, "x": {"y": {}}}

    assert () == blocks.mascc_answers(state, Facts(), book)


def test_the_form_for_a_number_has_the_range_of_the_chart(book: Handbook) -> None:
    """Slack refuses beside the field what no monitor reports; the number comes back as it was typed."""
    item = book.items["sbp"]
    modal = blocks.modal_value(KEY, 2, Question("sbp", item.ask), item)
    element = modal.payload()["blocks"][0]["element"]

    assert (str(item.low), str(item.high)) == (element["min_value"], element["max_value"])
    assert f"{KEY}:2" == modal.private_metadata
    assert "118" == blocks.typed_value({"value": {"value": {"type": "number_input", "value": "118"}}})
    assert "" == blocks.typed_value({})


def test_sharing_shows_exactly_what_will_be_posted() -> None:
    """Below the line stand the very blocks of the message; above it who will read them."""
    reply = told(STABLE)
    preview = blocks.share_preview(reply, KEY, "C0WARD", "haematology", "U0DOCTOR").payload()
    posted = blocks.shared(reply, "U0DOCTOR").payload()
    line = next(place for place, block in enumerate(preview["blocks"]) if block["type"] == "divider")

    assert posted["blocks"] == preview["blocks"][line + 1 :]
    assert "#haematology" in preview["blocks"][0]["text"]["text"]
    assert "Post to #haematology" == preview["submit"]["text"]
    assert f"{KEY}:C0WARD" == preview["private_metadata"]


def test_what_is_shared_cannot_be_pressed_and_names_who_shares() -> None:
    """The case stays its owner's: no answer button, no question, no word about how it was typed."""
    reply = replace(told(STABLE), notices=("This message seems to name a person.",))
    posted = blocks.shared(reply, "U0DOCTOR").payload()

    assert not [one for one in objects(posted) if "action_id" in one]
    assert "<@U0DOCTOR>" in str(posted["blocks"])
    assert "name a person" not in str(posted)
    assert "To settle it" not in str(posted)
    assert posted["text"].startswith("EMERGENCY")


@pytest.mark.parametrize("name", ["", "a" * 80, "ward"])
def test_any_channel_fits_the_button(name: str) -> None:
    """Slack allows 24 characters there and 80 for a name."""
    modal = blocks.share_preview(told(STABLE), KEY, "C0WARD", name)

    assert modal.submit is not None
    assert modal.submit.text.startswith("Post to ")


def test_home_tells_edition_review_and_size_as_they_are(book: Handbook) -> None:
    """Nothing calls itself approved; the counts are the handbook's."""
    shown = str(blocks.home(book, which_reader(book)).payload())

    assert f"{len(book.statements)} statements" in shown
    assert book.edition in shown
    assert "approved by reviewers: 0" in shown
    assert "under review" in shown
    assert "Not a medical device" in shown


@pytest.mark.parametrize("audience", ["", "clinician", "trainee", "patient"])
def test_home_shows_the_wording_chosen(audience: str, book: Handbook) -> None:
    """The menu begins with it; with none chosen it begins empty."""
    readers = which_reader(book)
    [menu] = [one for one in objects(blocks.home(book, readers, audience).payload()) if "placeholder" in one]
    labels = {option.value: option.label for option in readers.options}

    assert labels.get(audience) == menu.get("initial_option", {}).get("text", {}).get("text")


def test_home_shows_the_news_it_is_given(book: Handbook) -> None:
    """In sentences, and how long values are kept here."""
    page = str(
        blocks.home(book, which_reader(book), news=("A pressure is asked first.",), retention_hours=24).payload()
    )

    assert "A pressure is asked first." in page
    assert "24 hours" in page


def test_no_control_is_drawn_that_nobody_listens_to() -> None:
    """Without being told otherwise, a reply offers its answers and its parts, no more."""
    plain = blocks.message(told(STABLE), KEY).payload()
    names = {one["action_id"].split(":")[0] for one in objects(plain) if "action_id" in one}

    assert {"answer", "show"} == names


def test_every_control_has_its_own_action() -> None:
    """Hand-off, sharing, opinions, wording, reminder and values, each once, all opaque."""
    reply = told("ANC 0.3 T 38.5")
    drawn = blocks.message(reply, KEY, controls=everything(reply)).payload()
    names = [one["action_id"] for one in objects(drawn) if "action_id" in one]

    assert len(set(names)) == len(names)
    assert {"share", "remind", "audience", "show:handoff", "feedback:agree", "value:0"} <= set(names)


def test_a_menu_hands_back_the_number_of_a_wording(book: Handbook) -> None:
    """The key of its reply, and which of the three; under an answer it says that it is about the wording."""
    menu = controls.audience(which_reader(book), "trainee", KEY)

    assert [f"{KEY}:audience:{number}" for number in range(3)] == [option.value for option in menu.options or ()]
    assert menu.initial_option is not None
    assert "Wording: Trainee" == menu.initial_option.text.text


def test_help_asks_for_no_opinion() -> None:
    """There is nothing to agree with."""
    shown = str(blocks.message(told("help"), KEY, controls=Controls(feedback=True)).payload())

    assert "feedback" not in shown


def test_a_reminder_says_when_in_the_readers_own_time(book: Handbook) -> None:
    """Slack writes the time of day where it is read; a screen reader and an old client are told UTC."""
    offer = blocks.reminder(KEY, datetime(2026, 11, 28, 14, 32, tzinfo=UTC), book).model_dump(exclude_none=True)

    assert "<!date^1795876320^{time}|14:32 UTC>" in offer["text"]["text"]
    assert "Remind me: antibiotics due 14:32 UTC" == offer["accessory"]["accessibility_label"]
    assert f"{KEY}:remind" == offer["accessory"]["value"]


def test_a_reminder_is_offered_in_an_emergency_alone(book: Handbook) -> None:
    """Nowhere else is there a first antibiotic."""
    offer = blocks.reminder(KEY, datetime(2026, 11, 28, 14, 32, tzinfo=UTC), book)
    calm = blocks.message(Reply("ROUTINE: x", "routine"), KEY, controls=Controls(reminder=offer)).payload()

    assert "remind" not in str(calm)


def test_an_old_button_shows_the_case_as_it_stands() -> None:
    """What cannot wait stays first; that nothing was recorded is said; nothing is asked by a second message."""
    moved = words.moved(told("ANC 0.3 T 38.5"))

    assert moved.headline.startswith("EMERGENCY")
    assert "Nothing was recorded" in moved.notices[0]
    assert () == moved.questions


def test_a_question_with_many_answers_is_one_menu() -> None:
    """Slack takes 25 buttons in a row, and a phone shows three: more than four answers are chosen from a menu."""
    question = Question("x", "Which?", options=tuple(Option(f"o{one}", str(one)) for one in range(40)))
    [row] = [
        block for block in blocks.render(Reply("x", questions=(question,)), KEY).blocks if block["type"] == "actions"
    ]

    [menu] = row["elements"]
    assert ("static_select", 40) == (menu["type"], len(menu["options"]))
