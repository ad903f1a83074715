"""The lookup from tokens to actors, over hand-built parses."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from backchannel.coding.who import Who
from backchannel.records import Actor, How, Mention, Span


def parsed(rows: str) -> Doc:
    """A document from "word/TAG/dep>head" rows, heads by index."""
    words, tags, deps, heads = [], [], [], []
    for row in rows.split():
        word, tag, rest = row.rsplit("/", 2)
        dep, head = rest.split(">")
        words.append(word)
        tags.append(tag)
        deps.append(dep)
        heads.append(int(head))
    return Doc(Vocab(), words=words, tags=tags, deps=deps, heads=heads)


def actor(id: str, doc: Doc, *ranges: tuple[int, int], how: How = "name") -> Actor:
    mentions = tuple(
        Mention(Span("s", doc[first].idx, doc[last - 1].idx + len(doc[last - 1])), how, False, "test")
        for first, last in ranges
    )
    return Actor(id, id, "person", mentions=mentions)


VISIT = parsed(
    "South/JJ/amod>1 Korean/JJ/amod>4 President/NNP/compound>4 "
    "Lee/NNP/compound>4 Myung/NNP/nsubj>5 met/VBD/ROOT>5 Kim/NNP/dobj>5"
)
TWEET = parsed(
    "Trump/NNP/poss>2 ’s/POS/case>0 tweet/NN/nsubj>3 surprised/VBD/ROOT>3 Kim/NNP/dobj>3 and/CC/cc>4 Xi/NNP/conj>4"
)
CLAUSE = parsed("the/DT/det>1 envoy/NN/nsubj>4 who/WP/nsubj>3 left/VBD/relcl>1 spoke/VBD/ROOT>4")


def test_head_of_a_name_is_its_mention() -> None:
    who = Who(VISIT, [actor("a1", VISIT, (3, 5)), actor("a2", VISIT, (6, 7))])
    assert who.actors_at(VISIT[4]) == ("a1",)
    assert who.actors_at(VISIT[3]) == ()
    assert who.actors_over(VISIT[3]) == ("a1",)
    assert who.actors_in(VISIT[4]) == ("a1",)
    assert who.actors_in(VISIT[6]) == ("a2",)


def test_a_possessor_is_found_through_what_he_owns() -> None:
    who = Who(TWEET, [actor("a1", TWEET, (0, 1)), actor("a2", TWEET, (4, 5)), actor("a3", TWEET, (6, 7))])
    assert who.actors_at(TWEET[2]) == ()
    assert who.actors_in(TWEET[2]) == ("a1",)
    assert who.possessors(TWEET[2]) == ("a1",)
    assert who.possessors(TWEET[4]) == ()


def test_coordinated_nouns_come_together() -> None:
    who = Who(TWEET, [actor("a2", TWEET, (4, 5)), actor("a3", TWEET, (6, 7))])
    assert who.actors_in(TWEET[4]) == ("a2",)
    assert who.actors_of(TWEET[4]) == ("a2", "a3")


def test_a_relative_pronoun_is_its_antecedent() -> None:
    who = Who(CLAUSE, [actor("a1", CLAUSE, (1, 2))])
    assert who.actors_in(CLAUSE[2]) == ("a1",)


def test_a_group_mention_gives_all_its_members() -> None:
    who = Who(CLAUSE, [actor("a1", CLAUSE, (1, 2), how="group"), actor("a2", CLAUSE, (1, 2), how="group")])
    assert who.actors_at(CLAUSE[1]) == ("a1", "a2")
    assert who.mention_at(CLAUSE[1], "a2") is not None
    assert who.mention_at(CLAUSE[4], "a2") is None


def test_nobody_stands_at_a_verb() -> None:
    who = Who(VISIT, [])
    assert who.actors_in(VISIT[5]) == ()
    assert who.actors_of(VISIT[5]) == ()
