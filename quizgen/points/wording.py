"""The words, Chinese and English, that show where a claim begins and what is no claim at all.

Patterns named for the start of a clause are used with `match`, the others with `search`.
"""

import re

_COUNT = r"(?:几|两|二|三|四|五|六|七|八|九|十|\d{1,2})"
_VERBS = (
    "accumulate achieve act add address adjust allow append apply approximate assign attend avoid average base become "
    "begin bring build cache call capture carry cause change choose collapse combine come compare compress compute "
    "concatenate condition connect consist contain control converge copy cost cover create cut decide decode decompose "
    "decrease define degrade depend derive describe detect differ divide drop ease embed emit enable encode ensure "
    "estimate evaluate exceed expand explode extend extract fail fall feed fill fit fix focus follow force freeze "
    "generate get give go grow happen help hide hold hurt ignore improve include increase inject insert introduce "
    "invert join keep lack lead learn leave let limit load look lose lower make map mask match mean measure merge "
    "minimize minimise mix model move multiply need normalize normalise offer omit operate optimize optimise order "
    "output perform permit pick place predict prefer prepend preserve prevent process produce project prove provide "
    "prune pull push put quantize quantise raise range read receive recompute reduce refer regularize regularise "
    "reject rely remain remove repeat replace represent require rescale reset restrict result return reuse rewrite "
    "rotate run sample save scale score see select send separate serve set share shift show shrink shuffle skip slow "
    "smooth solve specialize specialise speed split stabilize stabilise stack start stay stop store strengthen suffer "
    "sum support swap switch take tell tend tie touch train transfer transform translate treat try tune turn update "
    "use vanish vary wait weaken weight work write yield"
).split()
_IRREGULAR = (
    "is|are|was|were|be|been|am|has|have|had|does|do|did|can|could|may|might|must|will|would|should|cannot|can't|"
    "doesn't|don't|isn't|aren't|won't|made|kept|gave|took|given|taken|lost|led|built|held|seen|shown|chosen|split|"
    "frozen|grows|goes|tries|carries|applies|relies|varies|copies|applied|relied|carried|copied|multiplies|multiplied"
)
VERB = re.compile(
    rf"(?<![\w-])(?:{_IRREGULAR}|(?:{'|'.join(_VERBS)})(?:s|es|d|ed|red|ped|ted)?)(?![\w-])",
    re.IGNORECASE,
)
"""A finite English verb, as far as a list can tell."""

NOUN_TOO = re.compile(
    "address|average|cache|call|cause|change|condition|control|cost|cover|cut|decrease|drop|feed|fit|fix|focus|force|help|hold"
    "|increase|input|limit|load|look|map|mask|match|mean|measure|mix|model|need|order|output|place|process|produce|project|pull|push"
    "|range|read|result|return|reuse|run|sample|save|scale|score|sets?|share|shift|show|split|stack|start|store|sum|support|swap"
    "|switch|train|transfer|transform|update|use|weights?|work|write|models?|inputs?|outputs?|scores?|masks?|samples?|costs?|updates?",
    re.IGNORECASE,
)
"""English verbs that are nouns as often."""

PREDICATE = re.compile(
    r"[是有为在将把使会能需不无用让被给由靠存]|采用|引入|提升|降低|减少|减小|增加|增大|避免|导致|适用|适合|依赖|支持|实现|表示|计算|训练"
    r"|预测|生成|共享|压缩|提高|缓解|保持|加入|替换|优化|学习|融合|结合|处理|利用|获得|解决|擅长|关注|缺乏|丢失|损失|收敛|只|仅|可"
    r"|差$|好$|快$|慢$|高$|低$|大$|小$|强$|弱$|多$|少$|简单|复杂|困难|容易|昂贵|便宜"
)
"""Something is said, not only named (Chinese)."""

_SETTING = r"(?:中|下|时|里|上|内|后|前|外|之间|期间|方面|阶段|过程|情况|场景|条件|任务)"
OPENER = re.compile(
    rf"(?:虽然|尽管|即使|如果|若|假如|当|由于|因为|在(?=[^，,]*{_SETTING}$)|对于|针对|对(?=[^，,]*(?:来说|而言|时)$)|为了|除了"
    r"|不仅|不但|不只|不是|并非|只有|只要|通过|随着|给定|一旦|相比|相较|与.{1,24}(?:相比|不同|类似|相似)"
    r"|和.{1,24}(?:一样|相比|不同|类似)|根据|按照|从.{1,24}(?:来看|上看|角度)|假设|设|此时|训练时|推理时|换句话[说讲]|换言之"
    r"|(?:一般|通常)[^，,]{0,4}$|具体(?:而言|来说)|同样"
    r"|(?:if|when|while|although|though|because|since|in|for|with|by|unlike|compared|during|at|to|instead of|given"
    r"|after|before|as|on|once|under|without)\b)",
    re.IGNORECASE,
)
"""A clause that waits for the next one."""

TAIL = re.compile(
    r"(?:从而|进而|进一步|(?:大概|可能|主要|也|在理论上)?(?:只|就|正|都)?是?因为|以便|以此|使得?(?!用)|让|令|导致|因此|所以|故|这样|即|亦即|如|例如"
    r"|比如|譬如|像|包括|特别是|尤其|其中|这(?:会|可|能|使|让|样|将|也|(?:主要)?是因为|是由于)"
    r"|来|以(?=[提减降增保实避获达加改防])|而是|而非|而不|则|那么|就|才|还是|以及|或|和|与|所|并(?=[^不非行])"
    r"|so\b|which\b|where\b|whose\b|whereby\b|because\b|since\b|such as\b|e\.g\.|for example\b|for instance\b|including\b"
    r"|that is\b|i\.e\.|then\b|not\b|rather\b|or\b"
    r"|[a-z]+ing\b)",
    re.IGNORECASE,
)
"""A clause that leans on the one before."""

CONTRAST = re.compile(
    r"(?:而(?!是|且|非|不|后|来|言)|但是?|然而|不过|相反|反之|相比之下|与之相反|另一方面|后者|the latter\b|whereas\b|while\b|but\b|however\b"
    r"|in contrast\b|by contrast\b|on the other hand\b)",
    re.IGNORECASE,
)
"""The other side begins."""

CONNECTIVE = re.compile(
    r"(?:(?:而(?!是|非|不)|但是?|然而|不过|并且|而且|且|并(?!不|非|行|没|未|联|发|列|集|查)|同时|此外|另外|其次|首先|再次|最后(?=[，,])|然后|接着|其[一二三]|[一二三四五]是(?!种|个)|可以说(?=[，,])"
    r"|第[一二三四五六七八九十](?=[，,、是])|一方面|另一方面|因此|所以|于是|从而|进而|也就是说|换句话[说讲]|换言之|即(?!使|便|可|将)|其中|相反|相比之下|反之"
    r"|与此同时|除此之外|因而|故(?=[^障])|那么|具体(?:来说|而言|地说)是?|简单来说|一般来说|通常来说|事实上|实际上|值得注意的是|需要注意的是|需要指出的是|注意(?=[，,：:])"
    r"|最终(?=[，,])|总之|综上(?:所述)?|总的来说|总结来说|总体而言)[，,：:]?\s*"
    r"|(?:but|and|so|however|whereas|while|also|thus|therefore|hence|moreover|furthermore"
    r"|in addition|additionally|besides|in contrast|by contrast"
    r"|on the other hand|first|firstly|second|secondly|third|thirdly|finally|lastly|then|next"
    r"|instead|that is|i\.e\.|in other words|note that|in fact"
    r"|in short|in summary|to sum up|overall|in conclusion|to summarise|to summarize)\b[,:]?\s*)",
    re.IGNORECASE,
)
"""What may be taken from the front of a clause without changing its claim."""

PRONOUN = re.compile(
    r"(?:它们?(?!的)|其(?![中他它余实次])|该(?:方法|模型|结构|架构|机制|策略|函数|方案|技术|工作|算法)|这(?:种|个|类|一)?(?:方法|做法|结构|机制"
    r"|设计|方式|策略|架构|模型)"
    r"|(?:it|they)\b)\s*",
    re.IGNORECASE,
)
"""A stand-in for the subject."""

POINTING = re.compile(
    r"(?:它|其(?![他它余实次])|该|这|此|后者|前者|上述|it\b|its\b|they\b|their\b|this\b|these\b|that\b|such\b)",
    re.IGNORECASE,
)
"""A clause that speaks of something named before."""

VAGUE = re.compile(
    r"这(?![种个类一])|此|上述|this (?!method|model|variant|approach)|these|that|such", re.IGNORECASE
)
"""A stand-in for all that was said before."""

SUBJECTLESS = re.compile(
    r"(?:是(?!否)|为(?!了|什么)|采用|使用|利用|通过|引入|具有|拥有|包含|包括|由(?!于)|将|把|会|能|可|需|应|必须|不|没有|无法|无需|无|只|仅|都|也|则"
    r"|更|最|有|用|让|使|给"
    r"|从|按|以|主要|常|通常|一般|往往|适用|适合|擅长|关注|依赖|支持|实现|提升|提高|降低|减少|减小|增加|增大|避免|导致|缓解|加快|加速|保持|加入|替换|优化|学习|融合|结合|处理"
    r"|获得|解决|缺乏|丢失|损失|容易|难以|易于|易|直接|进行|完成|得到|输出|生成|预测|计算|训练|压缩|共享|表示|对|在|与|和|当|于|再|先|才|就|还|又|已|未|并"
    r"|因|令|节省|节约|省|兼容|改善|增强|削弱"
    r"|取得|达到|成为|属于|来自|位于|发生|存在|允许|需要|要求|描述|模拟|捕捉|提取|提供|扩展|限制|破坏|消除|去掉|去除|移除|省去|放在|放到|放置)"
)
"""A Chinese clause that begins with what is said, not with what it is said of."""

EXAMPLE = re.compile(
    r"(?:例如|比如|譬如|如(?![果何此下上同])|举例|举个例子|以[^，,]{1,16}为例|e\.g\.|for example|for instance|such as"
    r"|example\b|eg\b)",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"(?:换句话[说讲]|换言之|in other words|顺便|值得一提|附带|另注|注[：:]|备注|补充|题外|小提示|提示[：:]|by the way|incidentally"
    r"|side note|as an aside|note[:：]|p\.?s\.?[:：]|historically|[(（])",
    re.IGNORECASE,
)
SUMMARY = re.compile(
    r"(?:总之|综上|总的来说|总结来说|总体而言|总体来说|总而言之|一句话总结|小结|总结[：:，,]|in summary|in short|to sum up|overall,"
    r"|in conclusion|to summari[sz]e|all in all|in a nutshell)",
    re.IGNORECASE,
)

FILLER = re.compile(
    r"^(?:(?:这些|以上|上述|它们|两者|二者|它们各).{0,40}(?:各有(?:优缺点|优劣|千秋|特点|所长)|各自的(?:优势|特点)|广泛的?(?:应用|使用)"
    r"|重要的?(?:作用|意义|影响)|发展|工具和资源|成就|成果|成功|进展|值得)"
    r".{0,30}|(?:各有优缺点|各有优劣|各有千秋|具体情况具体分析|视情况而定)"
    r"|(?:each|both|all|these) .{0,60}(?:strengths and weaknesses|pros and cons|trade-?offs"
    r"|widely used|important role|depends on the use case).{0,60})$",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"(?:希望.{0,12}(?:帮助|有用|有帮)|谢谢|感谢|欢迎|祝(?:你|您|大家)|如有.{0,12}(?:疑问|问题|错误)|以上就是|好的[，,！!。]|当然[，,！!]可以"
    r"|这是一个(?:很)?好(?:的)?问题|点赞|关注我|转载请"
    r"|(?:i )?hope (?:this|that|it)|thank|thanks|feel free|let me know|sure[,!]|of course[,!]"
    r"|great question|good question|good luck|happy to|please (?:like|star|let)|certainly[,!])",
    re.IGNORECASE,
)
SEE_FIGURE = re.compile(
    r"(?:(?:如|见|参见|参考|看)?[下上左右]图|图示|(?:公式|结构|效果|流程|结果|架构|代码|过程|表达式|形式|计算(?:方式|方法)?)[^，,]{0,6}如(?:下"
    r"|上|图)|如图|如下所示|见图|(?:shown|illustrated|depicted) (?:below|above|in (?:the )?fig)"
    r"|figure (?:below|above)|(?:see|below is) (?:the )?(?:fig|image|picture|diagram)"
    r"|figure \d+ (?:shows|illustrates))",
    re.IGNORECASE,
)
SEE_ALSO = re.compile(
    r"(?:更多|更详细|详细|详情|具体)?.{0,6}(?:请?(?:查阅|参考|参见|参阅|详见|见)|链接|地址|来源|出处|原文|转自|论文|代码仓库|项目(?:主页|地址))"
    r"|(?:see|read|source|reference|references|link|links|paper|code|more (?:details|at|in)"
    r"|refer to|further reading)\b",
    re.IGNORECASE,
)

INTRO = re.compile(
    rf"以下|如下|下面|下列|{_COUNT}(?:大|个|种|点|类|项|方面|步|阶段|部分|层面|条)|\b(?:follow|below|as follows|several"
    rf"|various|some|many|two|three|four|five|six)\b"
    r"|\bfollowing\b|\b(?:include|includes|are|is|has|have)$",
    re.IGNORECASE,
)
"""A line that only announces what comes."""

ANSWER_LABEL = re.compile(
    r"(?:参考|标准|简短|详细|\d+\s*秒)?(?:答案|解答|回答|答|解析|解释|要点|答题要点|参考)|a\d{0,3}|ans(?:wer)?s?|short answer"
    r"|solution|explanation|reference(?: answer)?|key points?",
    re.IGNORECASE,
)
"""A whole label that is about the answer, not about its subject."""

PLAIN = re.compile(
    r"(?:主要|核心|基本|具体)?的?(?:区别|不同点?|差异|原因|理由|总结|小结|结论|步骤|流程|要点|定义|概念|思路|思想|原理|说明|解释|内容|简介|介绍)"
    r"|(?:possible |main |key |some )?(?:differences?|reasons?|steps?|summary|conclusions?"
    r"|definition|idea|points?|explanation|overview|introduction)",
    re.IGNORECASE,
)
"""A whole label that adds nothing to the one above it."""

LINK_LABEL = re.compile(
    r".{0,8}(?:链接|地址|网址|主页|出处|来源|原文)|(?:official )?(?:paper|code|links?|sources?|url|github|repo|repository|arxiv)",
    re.IGNORECASE,
)
"""A whole label that stands before an address."""

GENERIC = re.compile(
    r"(?:主要|核心|基本|各自的?)?(?:优点|缺点|优势|劣势|不足|特点|特性|作用|方法|做法|公式|输入|输出|挑战|问题|解决(?:方法|方案|的方法)?|应用|场景|适用场景"
    r"|使用场景|背景|目的|目标|结构"
    r"|影响|局限|局限性|动机|好处|坏处|代价|效果|实现|联系|训练|推理|复杂度|技术实现|实际应用|案例|优缺点)"
    r"|(?:main |key )?(?:advantages?|disadvantages?|pros|cons|drawbacks?|benefits?|limitations?"
    r"|intuition|method|formula|input|output|goal|purpose|use cases?|cost|training|inference"
    r"|background|problem|solution|strengths?|weakness(?:es)?|complexity)",
    re.IGNORECASE,
)
"""A whole label that says nothing without the label above it."""

ASKS_LIST = re.compile(
    rf"哪些|哪{_COUNT}|列举|列出|举出|分为什么|包括什么|包含什么|分别是什么"
    r"|(?:特点|特征|优点|缺点|优缺点|优势|好处|方式|类型|种类|要素|因素|步骤|流程|方法|条件|原则|功能|组成部分|目标|内容|指标|措施|原因)(?:都|主要|分别)?(?:是|有)什么|\bwhich\b|\blist\b|\bname\b|\benumerate\b"
    rf"|\bwhat (?:are|were)\b(?!.{{0,12}}\bdifferen)|\bwhat (?:types|kinds|parts|components)\b",
    re.IGNORECASE,
)
LIST_HEAD = re.compile(
    r"(?:包括|包含|分为|分成|分别是|分别为|有(?![效损限序])|是|(?<![因认作成])为(?!了|什么)|如下)[：:]?\s*"
    r"|\b(?:include|includes|including|are|is|namely|comprise|comprises|contains?|has|have|of)\b:?\s*",
    re.IGNORECASE,
)
"""What stands before the first item of an enumeration."""

STOP_ASKED = re.compile(
    r"什么|哪些|哪几|如何|怎么|怎样|为何|为什么|是否|区别|介绍|一下|请|说明|解释|简述|描述|[是的了吗呢和与及有在中]|\b(?:what|which|how|why|when"
    r"|where|who|is|are|was|were|do|does|did|the|a|an|of|in|to|and|or|for|with|between|it|its|you"
    r"|your|explain|describe|difference|differences|use|used|mean|by|on|from|that|this|can|would)\b",
    re.IGNORECASE,
)
"""Words of a question that ask, and name nothing."""
