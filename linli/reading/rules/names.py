"""Where a text names a person in so many words: after a cue (我叫, 联系人), before a title (女士), under a letter.

Names without any of these stay: to find them would need a guess about every word. Officials by their office
(张市长) stay.
"""

import re
from collections.abc import Iterator

_COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻"
    "祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和"
    "仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位"
    "厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌"
    "母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于何呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧"
    "闭由向"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|端木|独孤|南宫"
_COMPOUNDS = frozenset(_COMPOUND.split("|"))
_FUNCTION = "向和于应时都同但来由让成全关管强利公相初信居干元展智富平计位国门云容区海路车方安连单解师"
_NEAR_TITLES = "售楼位商敬寇满盘该项线党班台"
_PLAIN = "".join(one for one in dict.fromkeys(_COMMON) if one not in _FUNCTION + _NEAR_TITLES)
"""Surnames that are hardly ever another word beside a name."""
_FREQUENT = "".join(one for one in _COMMON[:100] if one in _PLAIN)
_HAN = "\u4e00-\u9fff"
_AFTER = "男女今现住是系来家在的和与向因于为已曾身电手联年及，"
"""What may follow a name without a stop."""
_NO_ENDING = frozenset("人县市区镇村家生员户者民师的了路街园城苑里们店厂方位主")
_NO_NAMES = frozenset(
    ["谢谢", "谢谢您", "谢谢你", "谢谢了", "谢谢啦", "万分", "安全", "方便", "都是", "高兴", "任何", "于是", "祝好",
     "包括", "时间", "万望", "祖籍", "查明", "费用", "房产", "房屋", "敬上"]
)  # fmt: skip
_NAME = re.compile(rf"(?:(?:{_COMPOUND})[{_HAN}]{{1,2}}|[{_COMMON}][{_HAN}]{{1,2}}|[{_HAN}]{{1,6}}[·•][{_HAN}]{{1,8}})")
_STRONG = re.compile(
    r"(?:我的?名字[是叫]?|我名?叫|本人名?叫|名叫|署名|(?:姓名|名字)(?=\s?[:：为是])|"
    r"(?:联系|举报|投诉|反映|反应|申请|信访|来信|报案|控告|当事|经办|负责|代理|委托|发帖|留言|申诉|上访|检举|"
    r"被害|受害|诉求|求助|陈述|书写|代表)人(?=\s?[:：]))\s?[:：为是叫]?\s{0,4}(?![先女车]|是|叫)"
)
_WEAK = re.compile(
    r"(?:本人|我是|(?:联系|举报|投诉|反映|申请|信访|来信|报案|控告|上访|检举|求助|诉求)人|户主|业主代表)\s{0,2}(?=[^\s:：])"
)
_MORE = re.compile(rf"[、，,和及/]\s?([{_PLAIN}][{_HAN}]{{1,2}})(?=[、，,。;；:：\s\d(（/]|$)")
_TITLE = re.compile(r"先生|女士|小姐|太太|大爷|大妈|大伯|大娘|阿姨")
_CLOSING = re.compile(rf"敬礼[!！。.\s]{{0,6}}([{_COMMON}][{_HAN}]{{1,2}})(?![{_HAN}])")
_LAST_LINE = re.compile(
    rf"[\n\r。！!\s]\s{{0,4}}([{_PLAIN}][{_HAN}]{{1,2}})\s{{0,4}}(?:[12]\d{{3}}[年./-][\d年月日号./-]{{1,10}})?[\s。.]{{0,4}}$"
)
_TAIL = 60
_EN = re.compile(
    r"(?:\b(?:[Mm]y name is|I am called|[Cc]ontact(?: person)?:|[Ss]igned(?: by)?:?|[Nn]ame:|[Rr]egards,|[Ss]incerely,)"
    r"\s{1,3}|\b(?:Mr|Mrs|Ms|Miss|Dr)\.? )"
    r"([A-Z][a-z'’-]{1,20}(?: [A-Z][a-z'’-]{0,20}){0,2})"
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name. The text with full-width forms narrowed; spans may overlap."""
    yield from _after_cues(text)
    yield from _before_titles(text)
    yield from (found.span(1) for found in _CLOSING.finditer(text) if _may_be(found[1]))
    start = max(0, len(text) - _TAIL)
    if (found := _LAST_LINE.search(text, start)) and _may_be(found[1]):
        yield found.span(1)
    yield from (found.span(1) for found in _EN.finditer(text))


def _after_cues(text: str) -> Iterator[tuple[int, int]]:
    for cue in _STRONG.finditer(text):
        if found := _NAME.match(text, cue.end()):
            yield from _with_more(text, cue.end(), _end_of(text, found))
    for cue in _WEAK.finditer(text):
        found = _NAME.match(text, cue.end())
        if found and found[0][0] in _PLAIN and found[0][1] not in _AFTER and (end := _bounded(text, found)):
            yield from _with_more(text, cue.end(), end)


def _end_of(text: str, found: re.Match[str]) -> int:
    """Where a name ends that a cue promises: before a word that follows names, if the name is long enough without."""
    start, end = found.span()
    if "·" in found[0] or "•" in found[0]:
        return end
    return end - 1 if end - start == 3 and text[end - 1] in _AFTER else end


def _bounded(text: str, found: re.Match[str]) -> int | None:
    """Where a name ends after a cue that may be followed by anything: at a stop, else it is none."""
    start, end = found.start(), _end_of(text, found)
    follows = text[end : end + 1]
    stops = follows in "男女" or not follows.isalnum()
    return end if stops and text[end - 1] not in _NO_ENDING and _may_be(text[start:end]) else None


def _with_more(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The name, and the names listed after it."""
    yield start, end
    while (found := _MORE.match(text, end)) and found[1][-1] not in _NO_ENDING and _may_be(found[1]):
        yield found.span(1)
        end = found.end(1)


def _before_titles(text: str) -> Iterator[tuple[int, int]]:
    for title in _TITLE.finditer(text):
        if (start := _starts(text, title.start())) is not None:
            yield start, title.start()


def _starts(text: str, end: int) -> int | None:
    """Where the name that ends here starts: the longest that begins with a frequent surname, or a surname alone."""
    if text[max(0, end - 2) : end] in _COMPOUNDS:
        return end - 2
    for length, surnames in ((3, _FREQUENT), (2, _FREQUENT), (1, _PLAIN)):
        start = end - length
        if start >= 0 and text[start] in surnames and all("\u4e00" <= one <= "\u9fff" for one in text[start:end]):
            return start
    return None


def _may_be(name: str) -> bool:
    return name not in _NO_NAMES
