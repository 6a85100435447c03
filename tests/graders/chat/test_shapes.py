import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from graders.chat import shapes
from graders.chat.types import ChatRequest, Message, Structure

SCHEMA = {"type": "object", "properties": {"好": {"type": "boolean"}}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff  {"a": 1}\n', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ("```\n[1, 2]\n```", [1, 2]),
        ('Here you are:\n```JSON\n{"a": "```"}', {"a": "```"}),
        ('Sure! {"a": {"b": "}"}} I hope this helps.', {"a": {"b": "}"}}),
        ('<think>maybe {"a": 2}?</think>\n{"a": 1}', {"a": 1}),
        ('<thinking>\n{}\n</thinking>```json\n{"a": 1}\n```', {"a": 1}),
        ('```json\r\n{"a": 1}\r\n```\r\n', {"a": 1}),
        ("null", None),
    ],
)
def test_json_is_found(text: str, value: Any) -> None:
    assert shapes.read_json(text) == value


@pytest.mark.parametrize(
    "text", ["", "no", '{"a": 1', '```json\n{"a": [1, 2\n```', "{'a': 1}", "[" * 100_000, "{" * 100_000]
)
def test_half_a_document_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no complete JSON"):
        shapes.read_json(text)


@given(JSON, st.sampled_from(["{}", "```json\n{}\n```", "```\n{}", "\n\n{} \n"]))
def test_what_was_written_is_read(value: Any, form: str) -> None:
    assert shapes.read_json(form.replace("{}", json.dumps(value, ensure_ascii=False))) == value


@given(st.text(alphabet='{}[]"\\`:,ab1 \n<think>/', max_size=60))
def test_any_text_can_be_read_or_refused(text: str) -> None:
    try:
        shapes.read_json(text)
    except ValueError as refused:
        assert "no complete JSON" in str(refused)  # noqa: PT017 - both ways are right


def test_the_rules_end_with_the_schema_where_the_server_is_not_given_it() -> None:
    request = ChatRequest.of("Be brief.", "Well?", schema=SCHEMA)
    assert shapes.messages(request, Structure.SCHEMA) == request.messages
    rules, asked = shapes.messages(request, Structure.OBJECT)
    assert asked == request.messages[1]
    assert rules.content == snapshot(
        """\
Be brief.

Reply with JSON alone. It must fit this JSON Schema:
{"type": "object", "properties": {"好": {"type": "boolean"}}}\
"""
    )


def test_rules_are_made_where_there_are_none() -> None:
    request = ChatRequest((Message("user", "Well?"),), schema=SCHEMA)
    rules, asked = shapes.messages(request, Structure.PLAIN)
    assert rules.role == "system"
    assert rules.content.startswith("Reply with JSON alone.")
    assert asked.content == "Well?"


def test_without_a_schema_nothing_is_added() -> None:
    request = ChatRequest.of("Be brief.", "Well?")
    assert shapes.messages(request, Structure.PLAIN) == request.messages


@pytest.mark.parametrize("structure", Structure)
def test_every_form_has_a_weaker_one_down_to_none(structure: Structure) -> None:
    steps = 0
    weaker: Structure | None = structure
    while weaker is not None:
        weaker = shapes.WEAKER[weaker]
        steps += 1
    assert steps <= len(Structure)
