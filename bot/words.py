"""The few fixed answers of the Slack room itself; everything clinical is said by the handbook.

They are Python, not content, because they must be there when content is not.
"""

from __future__ import annotations

from dataclasses import replace

from core.converse.turn import Turn
from core.reply.parts import Reply

_ACT = (
    "If the patient has a fever or looks unwell: act on your local neutropenic sepsis pathway now and call the "
    "responsible senior. Do not wait for this bot."
)
HOW = (
    "/anc and the values answers you alone. In a channel or thread, mention me.",
    'In a direct message, just write: it is one case until you say "new patient".',
    "Buttons under an answer add what is still open. Please send no names, dates of birth or record numbers.",
)
"""How to use it in Slack: said after the handbook's own words of help."""


WANTS_HELP = frozenset({"help", "nothing"})  # intents of a turn after which the usage is shown


def dressed(reply: Reply, turn: Turn) -> Reply:
    """The reply to a turn as the Slack room gives it: what was not read before its notices, the usage after them."""
    unread = (PICTURE_NOT_READ,) if turn.remarks.files else ()
    usage = HOW if turn.intent in WANTS_HELP else ()
    return replace(reply, notices=(*unread, *reply.notices, *usage))


def cannot_read_pictures() -> Reply:
    """The answer to a picture, file or voice message without words."""
    return Reply(headline="I cannot read pictures, files or voice: type ANC, T, BP.", notices=(_ACT,))


PICTURE_NOT_READ = "The attached file was not read: I read typed words only."


def failure(reference: str) -> str:
    """The one answer when something broke on our side: nothing was recommended, and what to do for a sick patient."""
    return (
        f"No recommendation was made: something failed on our side (reference {reference}). {_ACT} "
        "Then send the values again; if it fails again, tell whoever runs this bot the reference."
    )


NOT_INSTALLED = (
    f"No recommendation was made: this workspace no longer has Nadir installed. {_ACT} "
    "Whoever administers the workspace can install it again."
)
"""The answer to a command or press from a workspace whose token we do not have."""


def expired(hours: int) -> Reply:
    """The answer to a button whose case is no longer kept."""
    return Reply(
        headline="This case is no longer kept, so nothing was recorded.",
        notices=(
            f"Values are deleted {hours} hours after the last message of a case. Send them again for an answer.",
            _ACT,
        ),
    )


def moved(newest: Reply) -> Reply:
    """The answer to an old button with the case as it stands now: what it says today comes first, as in any reply."""
    return replace(
        newest,
        notices=(
            "Nothing was recorded: the case has changed since the message you pressed. This is how it stands now.",
        ),
        questions=(),
        more="",
        reader=None,
    )


def unknown_button() -> Reply:
    """The answer to a button we no longer have."""
    return Reply(headline="Nothing was recorded: that button is not in use any more. Please type the answer instead.")


UNKNOWN_FORM = "Nothing was recorded: that form is not in use any more. Please type the values instead."
UNKNOWN_SHORTCUT = Reply(headline="Nothing was done: that shortcut is not in use any more. Type the values instead.")
CUT = "(Cut here: Slack would not take the whole answer. Send the values again with /anc for all of it.)"
SAID_DIRECTLY = "(Said here because Slack would not take it where you asked. To go on, type the values.)"


def outsider() -> Reply:
    """The answer to somebody of another organisation, in a channel that the two share."""
    return Reply(
        headline="No recommendation was made: I answer the people of the organisation that runs me, by its policy.",
        notices=("Your account belongs to another one, so nothing was recorded.", _ACT),
    )


def home_not_drawn() -> Reply:
    """The word to whoever opened the App Home when Slack would not draw it."""
    return Reply(
        headline="Slack would not draw the Home tab just now. Open it again in a minute.",
        notices=("Answers need no page: type ANC, T, BP here, or /anc and the values in any channel.",),
    )


REPEAT = "(may be a repeat)"


THANKS = Reply(
    headline="Thank you: noted, without a word of the patient.",
    notices=("To report an error in words, tell whoever runs this bot the reply's number.",),
)


def will_remind() -> Reply:
    """The answer to a request to be reminded."""
    return Reply(
        headline="I shall remind you when the first antibiotic is due, unless the case has moved on by then.",
        notices=("This is no alarm: Slack may not reach you. Do not rely on it alone.",),
    )


def nothing_due() -> Reply:
    """The answer to a request to be reminded of a case that has moved on."""
    return Reply(headline="Nothing to remind of: no first antibiotic is due in this case as it stands now.")


def forgotten(turns: int) -> Reply:
    """What was deleted at a person's wish."""
    return Reply(
        headline=f"Forgotten: {turns} message{'' if turns == 1 else 's'} of yours, and the wording you chose.",
        notices=("Messages in Slack itself are not mine to delete: please remove them there.",),
    )


def form_closed() -> Reply:
    """The answer where Slack would not open a form in time."""
    return Reply(headline="The form could not be opened in time. Press the button again, or type the values instead.")


PICTURE_IN_MESSAGES = Reply(
    headline="The counts over time come to your direct messages with me: in a channel everybody would see the file."
)
SOURCES = "Everything the handbook cites. Each answer lists its own sources, with the place in each."
NOT_IN_CHANNEL = "I am not in that channel, so nothing was posted. Invite me there, then share again."
NOT_POSTED = "Slack did not take the message, so nothing was posted. Try again, or copy the answer."
PERHAPS_POSTED = "Slack did not say whether it took the message. Look in the channel before you share it again."
SHARED_BEFORE = "This form was sent before, so nothing was posted now. Look in the channel."
NOTHING_FILLED = "Nothing was filled in or changed, so nothing was recorded. The form can be opened again."
SHARED = "Posted to the channel."
ASK_FORGET = Reply(
    headline="Forget everything you told me?",
    notices=(
        "All your private cases go, your messages and my answers to them in threads, and the wording you chose.",
        "What others told in those threads stays. Messages in Slack itself are not mine to delete.",
    ),
)
ASK_WORDING = Reply(headline="Which wording shall I use for you? The medicine is the same in each.")


def wording_noted(label: str) -> Reply:
    """The answer to a wording chosen under a reply."""
    return Reply(headline=f"Wording from now on: {label}. The medicine is the same.")
