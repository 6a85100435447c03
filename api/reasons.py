"""Why a person should look at a grade, in words; records, files and HTTP keep the short names."""

from collections.abc import Mapping, Sequence

from questions.records import Scored, Unscored

IN_WORDS: Mapping[str, tuple[str, str]] = {
    "disputed_reference": ("参考答案中有一处存疑", "part of the reference answer is in doubt"),
    "doubtful_claim": ("答案里有一句话可能有误", "something in the answer may be wrong"),
    "low_confidence": ("评分把握不大", "the grade is not sure"),
    "altered_wording": ("改动了参考答案中的个别词语", "a few words differ from the reference"),
    "other_value": ("数值与参考答案不同", "a value differs from the reference"),
    "added_quantifier": ("多了“所有”“总是”一类的限定", "it says “all” or “always” where the reference does not"),
    "lost_negation": ("参考答案里的否定没有出现", "the reference denies something that the answer does not"),
    "unknown_formula": ("公式与参考答案不同", "a formula differs from the reference"),
    "contradicts_itself": ("答案前后矛盾", "the answer contradicts itself"),
    "mixed_languages": ("答案混用两种语言，难以逐词核对", "the answer mixes two languages, so little of it can be compared"),
    "judge_unavailable": ("评分模型没有给出可用的判定", "the judge gave no verdict that can be used"),
    "judge_disagrees": ("评分模型与离线评分相差较大", "judge and offline grade are far apart"),
    "judges_disagree": ("几个评分模型意见不一", "the judges disagree"),
    "not_in_sentences": ("答案里有成串的词语，不成句子", "words stand in a row without making a sentence"),
    "speaks_to_grader": ("答案里有对评分者说的话", "the answer speaks to the grader"),
}  # fmt: skip


def in_words(grade: Scored | Unscored) -> str:
    """Why a person should look at *grade*, in its own language; a name without words stands for itself."""
    chinese = grade.language == "zh"
    return ("；" if chinese else "; ").join(_words(grade.review_reasons, 0 if chinese else 1))


def _words(reasons: Sequence[str], place: int) -> Sequence[str]:
    return [IN_WORDS[reason][place] if reason in IN_WORDS else reason for reason in reasons]
