"""What the demo's campaign says. Our own words; the council, its partners and the people do not exist."""

from __future__ import annotations

from typing import Final

Body = list[tuple[str, str]]

CAMPAIGN: Final = "You can talk to someone"
CAMPAIGN_LEAD: Final = (
    "Families and friends are often the first to notice. If somebody close to you is being drawn towards violence,"
    " there are people who listen and who can help, before anyone is hurt."
)
WHY_UNBRIEFED = "The demo begins before any call handler could be briefed."
CAMPAIGN_BODY: Final[Body] = [
    (
        "paragraphs",
        "<p>You do not have to be sure, and you do not have to have proof. You know the person; we know what has helped"
        " others. Often good advice is all that is needed.</p>",
    ),
]

MYTHS_TITLE: Final = "What people say, and what is so"
MYTHS_LEAD: Final = "Five things that are often believed of this work, with what is so and how you can check it."

USER_GUIDE: Final = (
    "User guide to the statistics on individuals referred to and supported through Prevent, Home Office",
    "https://www.gov.uk/government/statistics/",
)
DUTY_GUIDANCE: Final = (
    "Channel duty guidance: protecting people susceptible to radicalisation, 2023",
    "https://www.gov.uk/government/publications/channel-and-prevent-multi-agency-panel-pmap-guidance",
)

MYTHS: Final[tuple[tuple[str, str, str, Body, tuple[str, str, str]], ...]] = (
    (
        "faith",
        "“It is about one faith”",
        "A concern is about what somebody may do, not about what they believe.",
        [("paragraphs",
          "<p>People who needed support have come from every background, with a faith and without. What they had in"
          " common was often something else: loss, isolation, bullying, a wish to belong.</p>"
          "<p>That somebody prays more, dresses differently or has changed their circle is not a concern. That they"
          " speak of hurting people is.</p>")],
        ("Statistics are published by the type of concern, and several different types are among them every year.",
         *USER_GUIDE),
    ),
    (
        "spying",
        "“It is spying”",
        "Nobody is watched. A concern comes from a person who knows somebody, with a reason.",
        [("paragraphs",
          "<p>We gather nothing from the internet, from schools or from anywhere else. Somebody who is worried writes"
          " down what they have seen or heard. You can do so without giving your name.</p>"
          "<p>What you write is locked on its way to us. Only trained people open it, and each time somebody looks,"
          " that is written down.</p>")],
        ("A referral begins with a person who has a concern about somebody's safety.", *DUTY_GUIDANCE),
    ),
    (
        "criminalisation",
        "“It makes people criminals”",
        "Support comes before a crime, so that there is none. Taking it is a choice.",
        [("paragraphs",
          "<p>Somebody who is offered support has not been accused of anything. They get no criminal record, and it"
          " does not appear when an employer asks for a check of one.</p>"
          "<p>They can say no, and they can stop. A child's parent is asked as well.</p>"
          "<p>If a crime has been committed the police may have to look into it. That is so wherever they hear of"
          " it.</p>")],
        ("Support needs consent: from the person, or for a child from a parent or guardian.", *DUTY_GUIDANCE),
    ),
    (
        "ideology",
        "“It looks at one ideology only”",
        "What matters is whether somebody is being drawn towards violence, whatever the cause.",
        [("paragraphs",
          "<p>Some are drawn to a cause, some to several, some to violence without any. You need not know which, and"
          " no form asks you to name one.</p>")],
        ("The published types of concern include those where no ideology was found.", *USER_GUIDE),
    ),
    (
        "views",
        "“It polices what people think”",
        "Having views, also strong ones, is lawful. A concern about views alone is closed as that.",
        [("paragraphs",
          "<p>Disagreeing with the government, taking part in a protest, holding a faith strictly, or arguing loudly"
          " about a war far away: all that is part of a free country.</p>"
          "<p>When a concern is about views alone, it is closed as lawful expression. Nobody is contacted about"
          " it.</p>")],
        ("Guidance asks that freedom of expression be weighed, and that views alone are no reason for support.",
         *DUTY_GUIDANCE),
    ),
)  # fmt: skip

RESOLUTION: Final = "The Northmere resolution"
RESOLUTION_LEAD: Final = "What the partners of this campaign have agreed to stand for, and what they will do."
RESOLUTION_BODY: Final[Body] = [
    (
        "paragraphs",
        "<p>We, the organisations named below,</p>"
        "<ol><li>believe that a family that is worried deserves an answer the same day;</li>"
        "<li>will not treat a faith, a background or an opinion as a sign of danger;</li>"
        "<li>will say plainly what happens to what people tell us, before they tell us;</li>"
        "<li>will offer help early, and leave people free to refuse it;</li>"
        "<li>will publish what we did, in numbers that tell of nobody, every year.</li></ol>",
    ),
]
PLEDGE: Final = (
    "We will listen first. If somebody comes to us worried about a person they love, we will take time, tell them the"
    " truth about what happens next, and stay beside them."
)
HOW_TO_JOIN: Final[Body] = [
    (
        "paragraphs",
        "<p>Any organisation that works in Northmere or Glanaber can put its name to the resolution. Write to"
        " resolution@northmere.example with the name of the organisation and of the person who decides for it. We write"
        " back to that person before the name appears here, and take it away again whenever you ask.</p>"
        "<p>People cannot sign on this site yet. No list of people who sign will be kept in public.</p>",
    ),
]
SIGNATORIES: Final = (
    ("Northmere Council", "Northmere"),
    ("Glanaber Council", "Glanaber"),
    ("Northmere Schools Partnership", "Northmere"),
    ("Northmere Health Trust", "Northmere"),
    ("Harbour Mentoring", "Northmere and Glanaber"),
)

PUBLICATIONS_LEAD: Final = "Each is a page here, and one file that you can save, print or send on."
PUBLICATIONS: Final[tuple[tuple[str, str, str, str, Body], ...]] = (
    (
        "talking-to-someone-you-are-worried-about",
        "Talking to someone you are worried about",
        "How to begin a difficult conversation, and what to do when it goes wrong.",
        "families and friends",
        [
            ("heading", "Before you talk"),
            ("paragraphs",
             "<p>Choose a time when neither of you has to leave soon. Walking or driving side by side is easier for"
             " many than sitting face to face.</p><p>Think of what you have seen or heard yourself, rather than what"
             " others say.</p>"),
            ("heading", "While you talk"),
            ("paragraphs",
             "<ul><li>Ask, and wait for the answer.</li><li>Say what you noticed and how it made you feel.</li>"
             "<li>Do not argue about the cause. Ask what it gives them.</li>"
             "<li>Say that you love them, also when you disagree.</li></ul>"),
            ("quote", "You can stop at any time and come back to it another day."),
            ("heading", "Afterwards"),
            ("paragraphs",
             "<p>One conversation seldom changes much. That you listened is what they remember. If you are afraid that"
             " somebody will be hurt soon, call 999.</p>"),
        ],
    ),
    (
        "what-happens-when-you-share-a-concern",
        "What happens when you share a concern",
        "Step by step: who reads it, who decides, and what the person is told.",
        "anybody who is thinking of writing to us",
        [
            ("heading", "The same day"),
            ("paragraphs",
             "<p>A trained person reads what you wrote. If a life may be in danger the police are called. Otherwise"
             " it is weighed: is this about safety at all, and who is best placed to help?</p>"),
            ("heading", "In the days after"),
            ("paragraphs",
             "<p>Often you get advice and no more is done. Sometimes a council, school or doctor takes it on. In a"
             " few cases a panel meets and offers support.</p>"),
            ("heading", "What you are told"),
            ("paragraphs",
             "<p>You get a receipt with which you can come back, read our answer and add to what you wrote. We cannot"
             " tell you what is done for the other person: that is theirs to tell.</p>"),
        ],
    ),
)  # fmt: skip

STATEMENT: Final[tuple[str, str, str, Body]] = (
    "why-we-begin-with-families",
    "Why we begin with families",
    "Those who love somebody notice first. They should not have to choose between silence and a police report.",
    [
        ("paragraphs",
         "<p>Parents have told us that they noticed months before anybody else, and did not know whom to ask. They"
         " feared that one call would ruin a life. This campaign is our answer: you can ask first, without a name,"
         " and be told what would happen before anything does.</p>"),
    ],
)  # fmt: skip

ARTICLES: Final[tuple[tuple[str, str, str, Body], ...]] = (
    (
        "accessibility",
        "Accessibility of this site",
        "Everybody should be able to use these pages: with a keyboard, a screen reader, a small or old telephone,"
        " enlarged.",
        [
            ("heading", "How far it is accessible"),
            ("paragraphs",
             "<p>We aim for the Web Content Accessibility Guidelines 2.2 at level AA. Pages are checked by a program"
             " and by hand, and every page works without JavaScript. This site is being built: it has not been"
             " audited yet.</p>"),
            ("heading", "What is missing"),
            ("paragraphs",
             "<ul><li>The clips have captions and transcripts, but no British Sign Language yet.</li>"
             "<li>Pages are in English only; Welsh comes before the first real use.</li></ul>"),
            ("heading", "If something does not work for you"),
            ("paragraphs",
             "<p>Write to access@northmere.example. We answer within five working days, and send what you need in"
             " another form: large print, easy read, audio or paper.</p>"),
        ],
    ),
    (
        "privacy",
        "Privacy",
        "You can read everything here without leaving a trace with us.",
        [
            ("heading", "When you read"),
            ("paragraphs",
             "<p>These pages set no cookies, ask nobody else's server for anything, and count no visitors. Your own"
             " telephone or computer remembers which pages you opened: you can use a private window.</p>"),
            ("heading", "When you share a concern"),
            ("paragraphs",
             "<p>What you write is sealed before it is stored, so that this website cannot read it again. Trained"
             " people open it elsewhere. Before you send it you are told who will see it.</p>"),
            ("heading", "When you ask in a webchat"),
            ("paragraphs",
             "<p>Your question is read by a moderator before anybody else. You can leave out your name. If what you"
             " write shows that somebody is in danger, it goes to a safeguarding lead and is not shown.</p>"),
        ],
    ),
)  # fmt: skip
