"""Write the practice as pages that anybody can read: `python -m alongside.casework.rules.practice docs/practice`.

The pages are generated from the tables of this folder; a test writes them again and compares.
Change the rule, not the page.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from alongside.casework.rules import (
    agencies,
    assessment,
    calls,
    closure,
    code_lists,
    consent,
    disclosures,
    gateway,
    journey,
    national,
    panel,
    retention,
    roles,
    timescales,
    who_may_see,
)

NOTE = "<!-- Generated from src/alongside/casework/rules by practice.py. Change the rule, not this page. -->"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table. Cells must not be empty for a screen reader: a blank becomes "none"."""
    lines = [tuple(heads)]
    lines.append(tuple("---" for _head in lines[0]))
    lines += [tuple((cell or "none").replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """One page: its title, a note that it is generated, and its parts with a blank line between them."""
    return "\n\n".join((f"# {title}", NOTE, *parts)) + "\n"


def _roles(words: Iterable[str]) -> str:
    return ", ".join(roles.label_of(word) for word in words)


def diagram() -> str:
    """The stages and moves as a Mermaid state diagram. Ways between the same two stages share an arrow."""
    ways: dict[tuple[str, str], list[str]] = {}
    for move in journey.MOVES.values():
        for stage in move.leaves:
            ways.setdefault((stage, move.enters), []).append(move.label.replace(":", ","))
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {stage.word}: {stage.label}" for stage in journey.STAGES.values()]
    lines.append("    [*] --> received")
    lines += [f"    {leaves} --> {enters}: {' / '.join(labels)}" for (leaves, enters), labels in ways.items()]
    return "\n".join([*lines, "    closed --> [*]", "```"])


def stages_table() -> str:
    """Every stage: whose turn it is, what happens, which clock starts."""
    return table(
        ("Stage", "Whose turn", "What happens", "Clock that starts", "Do clocks run?"),
        (
            (
                stage.label,
                _roles(stage.turn) or "nobody",
                stage.happens,
                timescales.CLOCKS[stage.clock].label if stage.clock else "none",
                "yes" if stage.clocks_run else "no",
            )
            for stage in journey.STAGES.values()
        ),
    )


def moves_table() -> str:
    """Every move: from, to, who, second signature, source."""
    return table(
        ("Move", "From", "To", "Made by", "Second signature", "Source"),
        (
            (
                move.label,
                ", ".join(journey.STAGES[stage].label for stage in move.leaves),
                journey.STAGES[move.enters].label,
                _roles(move.made_by),
                " ".join(
                    (
                        closure.SECOND_SIGNATURE[move.second_signature],
                        f"By: {_roles(move.second_by)}." * bool(move.second_by),
                    )
                ).strip(),
                move.source,
            )
            for move in journey.MOVES.values()
        ),
    )


def move_details() -> str:
    """What each move needs, causes, shares and may close with."""
    parts = []
    for move in journey.MOVES.values():
        lines = [f"### {move.label}", ""]
        lines += [f"- Needs: {journey.FACTS[fact]}{_source(fact)}" for fact in move.needs]
        lines += [f"- Causes: {journey.EFFECTS[effect]}" for effect in move.causes]
        lines += [f"- Access begins for: {_roles(move.shares_with)}."] * bool(move.shares_with)
        lines += [f"- Ends as: {closure.CODES[code].label} ({code})." for code in move.closes_with]
        parts.append("\n".join(lines if len(lines) > 2 else [*lines, "- Nothing is needed first."]))
    return "\n\n".join(parts)


def _source(fact: str) -> str:
    return f" ({journey.FACT_SOURCES[fact]})" if fact in journey.FACT_SOURCES else ""


def journey_page() -> str:
    """The journey of a referral, as a diagram and as tables that say the same."""
    return page(
        "The journey of a referral",
        "No move is ever made by a timer: a named person makes each. The diagram and the tables below say the same.",
        diagram(),
        "## Stages",
        stages_table(),
        "## Moves",
        moves_table(),
        "## What each move needs and causes",
        move_details(),
    )


def roles_page() -> str:
    """Every role: what it does and must not do."""
    rows = ((role.label, role.employer, role.does, role.must_not, role.word) for role in roles.ROLES.values())
    return page("Roles", table(("Role", "Employed by", "Does", "Must not", "Stored word"), rows))


def timescales_page() -> str:
    """Every clock, its length, where it starts, who hears when it is late, and where the number comes from."""
    rows = (
        (
            clock.label,
            clock.duration,
            clock.starts,
            _roles(clock.tells),
            "pauses" if clock.pauses else "runs on",
            clock.mark,
            clock.source,
        )
        for clock in timescales.CLOCKS.values()
    )
    return page(
        "Timescales",
        "An area can change each length. Counting starts the day after. Working days are those of the area's nation. "
        "“Background” and “design” numbers are to be verified against the guidance.",
        table(("Clock", "Length", "From", "Late: who hears", "On hold", "Provenance", "Source"), rows),
    )


def _matrix(data: Iterable[str], by_role: dict[str, dict[str, str]]) -> str:
    words = tuple(data)
    rows = (
        (roles.label_of(role), *(who_may_see.RIGHTS[rights[word]].word.replace("_", " ") for word in words))
        for role, rights in by_role.items()
    )
    return table(("Role", *(who_may_see.DATA[word] for word in words)), rows)


def access_page() -> str:
    """Who may see what, with what each right asks for, and the access that moves give and end."""
    grants = (
        (move.label, roles.label_of(role), ", ".join(_granted(move, role)))
        for move in journey.MOVES.values()
        for role in move.shares_with
    )
    return page(
        "Who may see what",
        "Before intake opens a referral nobody else reads it; where an area delivers to the police and the authority "
        "at once, the police's case manager reads what was told, for information and for checks (R-01). While a police "
        "investigation owns it, others see status "
        "and dates only.",
        "## Of a case",
        _matrix(who_may_see.OF_A_CASE["intake"], who_may_see.OF_A_CASE),
        "## Of no case",
        _matrix(who_may_see.OF_NO_CASE["intake"], who_may_see.OF_NO_CASE),
        "## What each right asks for",
        table(
            ("Right", "What it means"),
            ((right.word.replace("_", " "), right.label) for right in who_may_see.RIGHTS.values()),
        ),
        "## Access that begins with a move",
        table(("Move", "Role", "Data"), grants),
    )


def _granted(move: journey.Move, role: str) -> list[str]:
    return [who_may_see.DATA[grant.data] for grant in who_may_see.grants_on(move) if grant.role == role]


def _signatures(code: closure.Code) -> str:
    """How many sign, and why one is enough even for a child's or a repeat."""
    because = f" Why: {code.one_signature_because}." if code.one_signature_because else ""
    return closure.SECOND_SIGNATURE[code.second_signature] + because


def closure_page() -> str:
    """The closing codes, the checklist and the decision record."""
    rows = (
        (
            code.word,
            code.label,
            code.group.label,
            "yes" if code.reason_needed else "no",
            _signatures(code),
            " ".join((*(closure.CODE_NEEDS[fact] + _source(fact) for fact in code.needs), code.note)).strip(),
            code.source,
        )
        for code in closure.CODES.values()
    )
    return page(
        "How a case ends",
        "## Codes",
        table(("Code", "What happened", "Published as", "Reason written?", "Signatures", "Notes", "Source"), rows),
        "## Checklist before closing (R-08)",
        "\n".join(f"- {question.question} {question.help}" for question in closure.CHECKLIST),
        "## Decision record (R-05)",
        "\n".join(f"- {field.label}{'' if field.needed else ' (if anybody did)'}" for field in closure.DECISION_FIELDS),
    )


def consent_page() -> str:
    """Scopes, statuses and givers of consent."""
    parts = []
    for title, words in (("Scopes", consent.SCOPES), ("Statuses", consent.STATUSES), ("Who gives it", consent.GIVERS)):
        parts += [f"## {title}", table(("What", "Means"), ((word.label, word.means) for word in words.values()))]
    asked = (
        (label, consent.who_is_asked(age).sentence)
        for label, age in (("under 16, or not known", None), ("16 or 17", 16), ("18 and over", 18))
    )
    return page(
        "Consent",
        "Consent is the agreement to take part. It lasts 12 months at most and ends on the 18th birthday if a parent "
        "gave it. Refusing or withdrawing is never held against anybody.",
        *parts,
        "## Who is asked",
        table(("Age", "Who"), asked),
    )


def retention_page() -> str:
    """The schedule of what is kept how long, and what stops a deletion."""
    rows = (
        (rule.label, rule.keep.in_words, rule.starts, rule.then, _looks(rule), rule.source)
        for rule in retention.SCHEDULE.values()
    )
    return page(
        "How long things are kept",
        "No clock deletes anything of a case before the controller has signed this schedule.",
        table(("Record", "Kept for", "From", "Then", "Looked at meanwhile", "Source"), rows),
        "## What stops a deletion",
        "\n".join(f"- {sentence}" for sentence in retention.HOLDS.values()),
    )


def _looks(rule: retention.Rule) -> str:
    looks = [f"after {rule.review_months} months"] if rule.review_months else []
    return "; ".join([*looks, *(["a child's: each birthday and at 18"] if rule.birthdays else [])])


def code_lists_page() -> str:
    """The code lists with their days of use, and the register of coded fields."""
    parts = []
    for codes in code_lists.CODE_LISTS.values():
        rows = (
            (code.word, code.label, code.valid_from.isoformat(), _last_day(code), code.maps_to) for code in codes.codes
        )
        parts += [f"## {codes.label}", table(("Code", "Label", "From", "To", "Counted afterwards as"), rows)]
    return page(
        "Code lists",
        "Type of concern is the exception: on no form, optional, set by two people at closure or after panel, not "
        "searchable, filterable or listed, held only as an event for statistics, and gone with the case.",
        *parts,
        "## Register of coded fields",
        table(
            ("Field", "Where", "Purpose", "Set by"),
            ((row.name, row.where, row.purpose, row.set_by) for row in code_lists.REGISTER),
        ),
    )


def _last_day(code: code_lists.Code) -> str:
    return code.valid_to.isoformat() if code.valid_to else "in use"


def calls_page() -> str:
    """What a call handler says and does, and who writes, publishes and confirms briefings."""
    tasks = ((task.label, _roles(task.by), task.needs, task.source) for task in calls.TASKS.values())
    parts = []
    for question in calls.TRIAGE:
        parts += [f"### {question.asks}", _numbered(question.on_yes)]
    return page(
        "Taking a call",
        "## What is said first",
        _numbered(calls.OPENING),
        "## Three questions before anything else",
        *parts,
        "## What a handler does not do",
        _numbered(calls.DO_NOT),
        "## After the call",
        _numbered(calls.DEBRIEF),
        "## Briefings: who does what",
        table(("What", "Who", "Besides", "Source"), tasks),
        f"A number is checked again after {calls.CHECK_AGAIN_AFTER.days} days and not shown after "
        f"{calls.HIDE_AFTER.days}. The link by which a line confirms lasts {calls.LINK_LASTS.days} days.",
    )


def panel_page() -> str:
    """The panel: who has to be there, what a paper asks, what can be decided and how a tie is settled."""
    quorum = (
        (row.area or "everywhere", row.from_on.isoformat(), need.label, "a child" if need.for_child else "everybody",
         row.source)
        for row in panel.QUORUM
        for need in row.needs
    )  # fmt: skip
    outcomes = (
        (panel.WHY[why], panel.OUTCOMES[word].label, _move_of(panel.OUTCOMES[word]))
        for why, words in panel.MADE_BY_KIND.items()
        for word in words
    )
    days = panel.WINDOW_AFTER_MINUTES.days
    return page(
        "The panel",
        f"Papers go out {timescales.CLOCKS['panel_papers'].duration} ahead; late ones need the chair and a reason. "
        f"Members read their items, and nothing else of the case, from then until {days} days after the minutes are "
        "signed; whoever has an action keeps its item until it is done. A guest reads one item until the day after the "
        "meeting.",
        "## Who does what",
        table(
            ("What", "Who"),
            (
                ("Invited", _roles(panel.INVITED)),
                ("Plans meetings", _roles(panel.CONVENES)),
                ("Prepares papers", _roles(panel.PREPARES)),
                ("Decides and signs", _roles(panel.CHAIRS)),
                ("Reads the case beside the paper", _roles(panel.keepers())),
                ("Sits on items and reads their papers", _roles(panel.sits())),
            ),
        ),
        "## Who has to be there to decide",
        table(("Area", "From", "Who", "For", "Source"), quorum),
        f"Besides, each service that is named as relevant to the person: {', '.join(panel.SERVICES.values())}. "
        "Somebody with a conflict on an item is not counted for it and does not see it.",
        "## What a paper says",
        "\n".join(f"- {row.label}{'' if row.needed else ' (if it is known)'}" for row in panel.PAPER),
        "## What can be decided",
        table(("Why it came", "Decision", "Move of the case"), outcomes),
        f"An item can be put off {panel.MOST_DEFERRALS} times. Nobody against: consensus. Else the majority; on a tie "
        "the local authority (CTSA 2015 s37).",
        "## What a guest accepts",
        panel.STATEMENT,
    )


def assessment_page() -> str:
    """The assessment: who writes and agrees it, what it says, how sure a fact is."""
    return page(
        "The assessment",
        "A narrative, version by version, that measures nobody (domain page 2.10). No move "
        "needs an agreed assessment: an urgent panel cannot wait. Pages say that none is agreed yet.",
        table(
            ("What", "Who"),
            (
                ("Writes it", _roles(assessment.WRITES)),
                ("Agrees to it, who has not written in it", _roles(assessment.AGREES)),
                ("At which stages", ", ".join(journey.STAGES[word].label for word in assessment.WRITTEN_AT)),
            ),
        ),
        "## What it says",
        f"- {assessment.KNOWN} Facts, each with where it is from, of when it is, and how sure.",
        f"- {assessment.NEEDED} Each need keeps its name from version to version.",
        "\n".join(
            f"- {row.label}{'' if row.needed else ' (if it is known)'} {row.hint}".rstrip()
            for row in assessment.SECTIONS.values()
        ),
        "## How sure is a fact?",
        "\n".join(f"- {label}" for label in assessment.CERTAINTY.values()),
        "## What the writer reads beside the boxes",
        assessment.GUIDANCE,
        "## What the writer asks themselves before it goes on",
        _numbered(assessment.REMINDERS),
    )


def agencies_page() -> str:
    """Questions to partners: who asks and answers, what for, on what basis, what answers there are, until when."""
    clocks = timescales.CLOCKS
    return page(
        "Questions to partners",
        f"An answer is asked for within {clocks[agencies.ORDINARY].duration}, urgently within "
        f"{clocks[agencies.URGENT].duration}, where nobody names another day; within {agencies.LATEST_MONTHS} months "
        "at the latest. What an agency contributes stays its own: whom it names reads it, "
        f"{agencies.SEEN_MONTHS} months where it names no day and {agencies.SEEN_MONTHS_AT_MOST} at most; then it "
        "closes by itself. The case sees that there is a contribution, whose and until when, and not what it says.",
        "## Who asks",
        table(
            ("Stage", "Who"),
            ((journey.STAGES[stage].label, _roles(agencies.asks(stage))) for stage in agencies.ASKS_AT),
        ),
        f"Answers for their agency: {_roles(agencies.ANSWERS)}. Can be named as readers: {_roles(agencies.NAMEABLE)}.",
        "## What is asked for",
        "\n".join(f"- {label}" for label in agencies.FIELDS.values()),
        "## On what legal basis",
        "\n".join(f"- {label}" for label in agencies.LEGAL_BASES.values()),
        "## What can be answered",
        table(
            ("Answer", "Needs words", "Needs a ground"),
            (
                (kind.label, "yes" if kind.needs_words else "", "yes" if kind.needs_ground else "")
                for kind in agencies.KINDS.values()
            ),
        ),
        "## Grounds not to share",
        "\n".join(f"- {label}" for label in agencies.GROUNDS.values()),
        "## Under which law it is held",
        "\n".join(f"- {label}" for label in agencies.REGIMES.values()),
        f"Somebody without an account answers one question by a link and a code of {agencies.CODE_DIGITS} digits, told "
        f"by telephone. {agencies.WRONG_CODES} wrong codes close it.",
    )


def _move_of(outcome: panel.Outcome) -> str:
    return journey.MOVES[outcome.move].label if outcome.move else ""


def disclosures_page() -> str:
    """What the software discloses by which act, and the lists of the register."""
    acts = (
        (
            act.label,
            "; ".join(disclosures.FIELDS[field] for field in act.fields) or "as written down",
            act.purpose or "as written down",
            disclosures.BASES[act.legal_basis],
            act.necessity or "as written down",
            disclosures.ROUTES[act.route],
        )
        for act in disclosures.ACTS.values()
    )
    lists = (
        ("Recipients", disclosures.RECIPIENTS),
        ("What comes after", disclosures.AFTER),
        ("Why something is recalled", disclosures.WHY_RECALLED),
    )
    return page(
        "The register of disclosures",
        "Each act by which somebody outside comes to know of a case is one row of its register (R-16). Consent is no "
        "legal basis of a disclosure that would be made anyway; it gates support (domain page 5.1).",
        "## Acts",
        table(("Act", "What", "What for", "Legal basis", "Why no less", "Way"), acts),
        *(f"## {title}\n\n" + "\n".join(f"- {label}" for label in words.values()) for title, words in lists),
        f"Its page is read by: {_roles(disclosures.READS)}. A recall says: “{disclosures.MESSAGE}”",
    )


def national_page() -> str:
    """What is keyed into the national tracker at each stage."""
    rows = (
        (
            sheet.label,
            "; ".join(journey.MOVES[move].label for move in sheet.moves),
            "; ".join(national.LINES[line] for line in sheet.lines),
        )
        for sheet in national.SHEETS.values()
    )
    return page(
        "The national record",
        "There is no connector to the national tracker (PCMT): a person keys what a sheet lists, and ticks it here "
        "with the day and the tracker's reference (R-17).",
        table(("Sheet", "When", "What to key"), rows),
        f"Keyed by: {_roles(national.KEYS)}. A month is compared and signed by: {_roles(national.SIGNS)}.",
    )


def gateway_page() -> str:
    """The gateway assessment: what is asked, with which answers, and who signs."""
    asked = (
        ("Is there a reasonable basis for a Prevent concern?", gateway.BASIS),
        ("What was checked?", None),
        ("Has somebody spoken with whoever told us, and what came of it?", gateway.SPOKEN),
        ("Does one of these explain it?", gateway.EXPLANATIONS),
        ("What is the outcome?", gateway.OUTCOMES),
        ("What leads to this outcome?", None),
    )
    signed = journey.MOVES["ask_partners"]
    return page(
        "The gateway assessment",
        f"Written by: {_roles(gateway.ASSESSES)}. “{signed.label}” is signed by: {_roles(signed.second_by)}. Nobody "
        "signs off their own assessment, closes or refers to the panel on it alone. A signature holds for the "
        "assessment that was read: after a newer one it is asked for anew.",
        table(
            ("Question", "Answers"),
            ((question, "; ".join((words or {}).values()) or "in words") for question, words in asked),
        ),
        f"Partners are asked only with: {'; '.join(gateway.OUTCOMES[word] for word in gateway.GOES_ON)}.",
        "Source: domain page 2.2, stage 3. The date of the gateway counts until the move is made, signed.",
    )


def _numbered(sentences: Iterable[str]) -> str:
    return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1))


PAGES: dict[str, Callable[[], str]] = {
    "journey.md": journey_page,
    "roles.md": roles_page,
    "timescales.md": timescales_page,
    "access.md": access_page,
    "closure.md": closure_page,
    "consent.md": consent_page,
    "retention.md": retention_page,
    "code-lists.md": code_lists_page,
    "calls.md": calls_page,
    "panel.md": panel_page,
    "assessment.md": assessment_page,
    "disclosures.md": disclosures_page,
    "agencies.md": agencies_page,
    "national.md": national_page,
    "gateway.md": gateway_page,
}


def write_pages(folder: Path) -> None:
    """Write every page into `folder`, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in PAGES.items():
        (folder / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/practice"))
