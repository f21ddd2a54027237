"""Near copies of a text are one group; different texts are not."""

from linli.reading.rules import likeness

LONG = "小区北门外的路灯已经坏了十几天，晚上老人和孩子经过都看不清路面，社区和物业互相推诿，希望主管部门尽快派人检修"


def test_near_copies_are_one_group() -> None:
    groups = likeness.groups(
        [LONG, LONG + "，谢谢", "菜市场里污水横流，摊位占了消防通道，请安排执法人员现场查看并整治"]
    )
    assert groups[0] == groups[1] != groups[2]


def test_texts_too_short_to_compare_stand_alone() -> None:
    assert len(set(likeness.groups(["灯", "灯", ""]).tolist())) == 3


def test_no_text_no_group() -> None:
    assert likeness.groups([]).tolist() == []
