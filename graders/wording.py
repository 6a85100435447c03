"""What graders say to learners, in Chinese and English, in one place."""

from collections.abc import Mapping, Sequence

from questions.records import PointResult, PointState, Verdict

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "blank": ("没有作答。", "Nothing was answered."),
    "does_not_know": ("没有作答：答案里只说了不知道。", "Nothing was answered beyond not knowing."),
    "copies_question": ("答案只是重复了题目。", "The answer only repeats the question."),
    "off_topic": ("答案与题目无关。", "The answer is not about the question."),
    "full": ("要点齐全，没有发现问题。", "Every key point is there, and nothing speaks against them."),
    "covered": ("已答到 {done}/{all} 个要点。", "{done} of {all} key points are there."),
    "missing": ("还缺：{points}。", "Still missing: {points}."),
    "partly": ("说得不够完整：{points}。", "Only partly said: {points}."),
    "contradicted": ("与参考答案相反：{points}。", "Said the other way round: {points}."),
    "doubtful": ("这句话可能有误：“{quote}”。", "This may be wrong: \u201c{quote}\u201d."),
    "unsure": ("有些说法与参考答案不完全一样，是否同样正确需要人工确认。", "Some of it differs from the reference; a person should confirm that it is right."),
    "disputed": ("参考答案中有一处存疑，本题建议人工复核。", "Part of the reference is in doubt; a person should look at this one."),
    "unreadable_choice": ("答案看不出选了哪一项；请用选项字母作答。", "the answer names no option; answer with the letter of an option"),
    "no_reference": ("这道题没有参考答案，无法评分。", "this question has no reference answer to grade against"),
    "too_long": ("答案超过 {limit} 个字符，请缩短后重试。", "the answer has more than {limit} characters; shorten it"),
    "no_judgement": ("评分模型没有给出可用的判定：{why}", "the judge gave no verdict that can be used: {why}"),
    "choice_correct": ("正确。", "Right."),
    "choice_partial": ("部分正确。", "Partly right."),
    "choice_incorrect": ("不正确。", "Not right."),
    "choice_blank": ("没有作答。", "Nothing was answered."),
}  # fmt: skip
_NAMED = 3  # more points than this in one sentence help nobody


def say(key: str, language: str, **parts: object) -> str:
    """The sentence *key* in Chinese for ``zh``, else in English."""
    chinese, english = _SENTENCES[key]
    return (chinese if language == "zh" else english).format(**parts)


def feedback(
    verdict: Verdict,
    points: Sequence[PointResult],
    doubtful: Sequence[str],
    *,
    disputed: bool,
    unsure: bool,
    language: str,
) -> str:
    """What is there, missing and contradicted; a full-mark answer gets no advice."""
    if verdict is Verdict.OFF_TOPIC:
        return say("off_topic", language)
    if verdict is Verdict.CORRECT and all(point.state is PointState.COVERED for point in points):
        sentences = [say("full", language)]
    else:
        done = sum(point.state is PointState.COVERED for point in points)
        sentences = [say("covered", language, done=done, all=len(points))]
        for state, key in (
            (PointState.CONTRADICTED, "contradicted"),
            (PointState.MISSING, "missing"),
            (PointState.PARTIAL, "partly"),
        ):
            texts = [point.text for point in points if point.state is state]
            if texts:
                sentences.append(say(key, language, points=_listed(texts, language)))
    sentences.extend(say("doubtful", language, quote=quote) for quote in doubtful[:_NAMED])
    if unsure:
        sentences.append(say("unsure", language))
    if disputed:
        sentences.append(say("disputed", language))
    return "".join(sentences) if language == "zh" else " ".join(sentences)


def _listed(texts: Sequence[str], language: str) -> str:
    shown = [text.rstrip("。.;； ") for text in texts[:_NAMED]]
    rest = len(texts) - len(shown)
    if language == "zh":
        return "；".join(shown) + (f" 等 {len(texts)} 点" if rest else "")
    return "; ".join(shown) + (f" and {rest} more" if rest else "")
