"""The rules by which a message changes what is known (SCHEMA, part B)."""

from core.converse.change import change
from core.facts import Facts, Value
from tests.core.converse.bench import FEVER_FROM, Plain, plain, said


def after(
    before: dict[str, Plain], now: dict[str, Plain], *retracted: str, correction: bool = False
) -> dict[str, Value]:
    """What is known when *now* is said of a patient of whom *before* is known."""
    facts = Facts.of(said(**before))
    return plain(change(facts, said(**now), FEVER_FROM, retracted, correction))


def test_the_newest_value_wins() -> None:
    """A count that is told again replaces the older one."""
    assert after({"anc": 1.6}, {"anc": 1.4}) == plain(Facts.of(said(anc=1.4)))


def test_a_count_replaces_its_bound_and_a_bound_the_count() -> None:
    """Told: "< 0.1" and "0.3" say the same thing: the newer one stands alone, for the age too."""
    assert after({"anc_below": 0.1}, {"anc": 0.3}) == plain(Facts.of(said(anc=0.3)))
    assert after({"anc": 0.3}, {"anc_below": 0.1}) == plain(Facts.of(said(anc_below=0.1)))
    assert after({"age_under_60": True}, {"age_years": 61}) == plain(Facts.of(said(age_years=61)))


def test_a_fever_that_comes_down_is_remembered() -> None:
    """A lower new temperature moves the old one to the highest."""
    assert after({"temp_c": 38.5}, {"temp_c": 37.2}) == plain(Facts.of(said(temp_c=37.2, temp_max_c=38.5)))


def test_the_highest_earlier_reading_stays_when_a_higher_one_arrives() -> None:
    """38.0, 37.4, then 38.5: the highest earlier reading is still 38.0."""
    assert after({"temp_c": 37.4, "temp_max_c": 38.0}, {"temp_c": 38.5}) == plain(
        Facts.of(said(temp_c=38.5, temp_max_c=38.0))
    )


def test_a_lower_maximum_does_not_replace_a_higher_one() -> None:
    """Told: "Tmax 38.2" after "39 last night" forgets nothing."""
    assert after({"temp_max_c": 39}, {"temp_max_c": 38.2}) == plain(Facts.of(said(temp_max_c=39)))


def test_a_corrected_temperature_leaves_nothing_behind() -> None:
    """Told: "37.8, not 38.7": the reading never was."""
    assert after({"temp_c": 38.7}, {"temp_c": 37.8}, correction=True) == plain(Facts.of(said(temp_c=37.8)))


def test_a_fever_cancels_its_denial() -> None:
    """A temperature of 38.0 or more, now or earlier, and a reported fever each end "no fever"."""
    assert "fever_denied" not in after({"fever_denied": True}, {"temp_c": 38.0})
    assert "fever_denied" not in after({"fever_denied": True}, {"temp_max_c": 38.6})
    assert "fever_denied" not in after({"fever_denied": True}, {"fever_reported": True})
    assert "fever_denied" in after({"fever_denied": True}, {"temp_c": 37.9})


def test_no_fever_now_does_not_erase_the_fever_before() -> None:
    """Told: "So not febrile any more" is never stored as "no fever"."""
    assert "fever_denied" not in after({"temp_max_c": 38.5, "temp_c": 37.2}, {"fever_denied": True})
    assert "fever_denied" not in after({"fever_reported": True}, {"fever_denied": True})


def test_a_correction_takes_back_a_reported_fever() -> None:
    """Told: "Correction: no fever" replaces a fever that was only told, not one that was measured."""
    assert after({"fever_reported": True}, {"fever_denied": True}, correction=True) == {"fever_denied": True}
    assert "fever_denied" not in after({"temp_c": 38.5}, {"fever_denied": True}, correction=True)


def test_duration_belongs_to_its_reading() -> None:
    """A newer temperature without a duration drops "for an hour"; one with it keeps its own."""
    assert "temp_sustained" not in after({"temp_c": 38.1, "temp_sustained": False}, {"temp_c": 38.5})
    assert after({"temp_c": 38.1}, {"temp_c": 38.2, "temp_sustained": True})["temp_sustained"] is True


def test_an_hour_of_fever_is_not_forgotten_with_the_next_reading() -> None:
    """38.1 for two hours was a fever, whatever the thermometer says afterwards."""
    known = after({"temp_c": 38.1, "temp_sustained": True}, {"temp_c": 37.0})

    assert known["fever_reported"] is True
    assert "temp_sustained" not in known


def test_what_is_retracted_is_unknown_again_not_denied() -> None:
    """Told: "Ignore that temperature": neither fever nor no fever, and no duration."""
    assert after({"temp_c": 38.5, "temp_sustained": True, "anc": 0.9}, {}, "temp_c") == plain(Facts.of(said(anc=0.9)))
    assert after({"temp_max_c": 38.5}, {}, "temp_c") == {}
    assert after({"temp_c": 37.0, "temp_max_c": 38.5}, {}, "temp_c") == plain(Facts.of(said(temp_max_c=38.5)))
    assert after({"anc_below": 0.1}, {}, "anc") == {}


def test_drugs_add_up_and_a_stopped_one_stays() -> None:
    """A drug told later joins the list; a contrast retracts first and then adds."""
    assert after({"drugs": ("docetaxel",)}, {"drugs": ("cefepime",)})["drugs"] == {"docetaxel", "cefepime"}
    assert after({"drugs": ("imatinib",)}, {"drugs": ("nilotinib",)}, "drugs")["drugs"] == {"nilotinib"}


def test_what_was_said_of_an_older_count_is_not_said_of_a_newer() -> None:
    """Told: "0.9 and rising", then "0.6": the count is not known to be rising."""
    assert "anc_trend" not in after({"anc": 0.9, "anc_trend": "rising"}, {"anc": 0.6})
    assert after({"anc": 0.9, "anc_trend": "rising"}, {"anc": 0.9})["anc_trend"] == "rising"


def test_what_is_said_of_the_message_is_no_fact_of_the_patient() -> None:
    """Identifiers and two patients belong to one message."""
    assert after({}, {"phi": True, "two_patients": True}) == {}


def test_correcting_to_the_same_value_changes_nothing() -> None:
    """The same temperature "corrected" keeps its duration and its maximum."""
    known: dict[str, Plain] = {"temp_c": 38.1, "temp_sustained": True, "temp_max_c": 38.2, "anc": 0.4}

    assert after(known, {"temp_c": 38.1, "anc": 0.4}, correction=True) == plain(Facts.of(said(**known)))
