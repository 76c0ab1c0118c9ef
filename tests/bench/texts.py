"""Made-up messages to measure with: those of a usual day, and repetitions that would find a loop inside a loop."""

from __future__ import annotations

SLACK = (
    "62M AML day 9 of 7+3, T 38.6 sustained, ANC 0.2, BP 104/62, sats 96% RA, looks well, no COPD",
    "ANC 0.4 x10^9/L, WBC 1.1, plt 22, T 38.3 for over an hour. Breast ca, docetaxel 8 days ago",
    "58F DLBCL post R-CHOP C3D10, temp 38.9 at home, neuts <0.1, HR 118, BP 88/50, rigors, what do I give?",
    "on dasatinib 100 mg for CML, ANC 0.7 (was 1.9 last week), afebrile, feels fine - hold or carry on?",
    "Neutrophils 850 /uL, WCC 2,300 /uL, on clozapine 350 mg, no fever, no sore throat. Next test when?",
    "71 yo woman, lung ca on carboplatin/etoposide, T 38.1, ANC 480, mild dehydration, COPD on inhalers",
    "febrile neutropenia on tazocin since yesterday, ANC 0.0, still 38.5, BP stable, cultures negative so far",
    "carbimazole 20 mg since March, sore throat and temp 38.4, FBC pending - do I stop it now or wait?",
    "neuts 1.8 -> 1.1 -> 0.7 over three weeks on sulfasalazine, well, no fever, CRP 4. Stop the drug?",
    "Hb 82 g/L, WCC 0.7, neuts 0.1, plt 14, T 37.2, day 12 post FLAG-Ida, on posaconazole prophylaxis",
    "allo day +14, ANC 0.3 today, T 38.7 twice, mucositis grade 3, line site red, HR 124, BP 96/58",
    "WBC 2.0, segs 12%, bands 8%, metas 5%, blasts 2%. 34F, new leukopenia, no drugs, no fever",
    "ANC 0.9, black patient, always around 1.0-1.2, completely well, pre-op bloods. Need to delay surgery?",
    "pt with MDS on azacitidine C2, T 38.2 max at 4 am, now 37.4, ANC 0.35, no hypotension, inpatient",
    "45M testicular ca BEP day 11. Temp 101.3F, ANC 300, SBP 118, drinking well, lives alone 2 h away",
    "neutrofilos 450/mm3, leucocitos 1.800/mm3, T 38,4, paciente con linfoma, quimio hace 9 dias",
    "ganciclovir for CMV, neuts 0.6 falling from 2.1 in ten days, T 36.8, creatinine 140, what now?",
    "no wait, ANC is 0.4 not 1.4, sorry. Temp 38.3, BP 112/70. Does that change the plan for tonight?",
    "linezolid day 16, WBC 1.9, ANC 0.8, plt 61, afebrile. MRSA osteomyelitis, could we switch to something?",
    "T-DXd 3 weeks ago, ANC 1.2, plan to treat today, afebrile, PS 1, normal U&E - ok to go ahead?",
    "62F ALL maintenance on 6-MP and MTX, ANC 0.45, T 38.0 once, CSF WBC 2 last month, looks well",
    "nadir neuts 0.2 expected day 10-14, her husband has a temp of 39, she is 36.9 and well, ANC 0.5 now",
    "Lab: WBC 1.4 (4.0-11.0) L, ANC 0.6 (2.0-7.5) L, Hgb 9.8, Plt 88. Chemo 10 days ago, no fever",
    "methotrexate 15 mg weekly for RA plus trimethoprim last week; ANC 0.3, mouth ulcers, temp 38.5, 77F",
)
PROSE = (
    "Reviewed on the ward round with the family present. Slept well, eating a little, walking to the bathroom with "
    "help. Chest clear, abdomen soft, calves fine. The line was flushed and the dressing changed by the night team. "
)
NOTE = " ".join((SLACK[0], PROSE, SLACK[9], PROSE, SLACK[3], SLACK[12], PROSE))
HARD = {
    "numbers": "1 ",
    "numbers with decimals": "0.4 ",
    "digits": "7",
    "groups of digits": "111,",
    "a name and a number": "ANC 0.4 ",
    "names joined": "ANC/",
    "names of others joined": "CRP/",
    "a trend": "0.4 -> ",
    "a trend with its name": "ANC 0.4 -> 0.3, ",
    "bounds": "T <37, ",
    "was and now": "ANC was 0.4 now 0.5 ",
    "rows with dates": "11/02 ANC 0.4\n",
    "columns": "WBC ANC Plt\n1 2 3\n",
    "words of time": "3 years ago ",
    "words of time and therapy": "chemo last week ",
    "usual": "usually around ",
    "limits": "if ANC falls below 0.5, ",
    "limits in one sentence": "should stay above ",
    "somebody else": "his wife has ANC 0.4 ",
    "another patient": "another patient wbc 1.1 ",
    "two beds": "bed 3 ANC 0.4 bed 4 ",
    "ages": "62M ",
    "other fluids": "in csf blood ",
    "denials": "no fever or ",
    "questions": "well ",
    "asked and limited": "dasatinib hold at ANC < 1 ",
    "durations": "for over an hour 38.2 ",
    "days": "day 9 ",
    "drugs": "dasatinib, ",
    "drugs misspelt": "dasatinbi, imatinbi, ",
    "long words": "abcdefghijklmnopqrstuvwxyz ",
    "numbers in words": "point ",
    "scales in words": "million ",
    "hers is": "is 1.2 ",
    "brackets": "([(",
    "signs of Slack": "<",
    "links": "<https://a|",
    "escapes": "&gt;",
    "emoji": ":a",
    "invisible": "A\u200b",
    "combining": "e\u0301",
    "Arabic digits": "٣",
    "right to left": "\u202eANC 0.4\u202c ",
    "names of people": "Mr Aaaaaaaa ",
    "mail": "a@",
    "telephones": "123-",
    "line ends": "\n",
}


def grown(unit: str, length: int) -> str:
    """The text repeated up to that many characters.

    >>> grown("ANC 0.4 ", 12)
    'ANC 0.4 ANC '
    """
    return (unit * (length // len(unit) + 1))[:length]
