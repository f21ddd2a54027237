"""How far each demo case goes: the steps that lead it there, who takes each and how many hours after the one before."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Move:
    """One action. `who`: desk, upper, lead, assist, verifier, grid, leader, reporter."""

    action: str
    who: str
    hours: float
    inputs: dict[str, Any] = field(default_factory=dict)
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """A way through the pack: how many cases take it in the street of the demo and elsewhere, and how old they are."""

    key: str
    here: int
    elsewhere: int
    days: tuple[int, int]
    moves: tuple[Move, ...] = ()
    channel: str = "web"


FILE = Move("file", "desk", 0.6)
DISPATCH = Move("dispatch", "desk", 0.8, {"task": "请现场核实后处置，完成后拍照上传。"})
WITH_ASSIST = Move("dispatch", "desk", 0.8, {"task": "请牵头处置，住建部门协助查明权属。", "assists": True})
ACCEPT = Move("accept", "lead", 3.0)
FINISH = Move("finish", "lead", 22.0, {"note": "已到现场处置完毕，照片为处置后情况。"}, photo=True)
PASS = Move("verify_pass", "verifier", 5.0, {"method": "on_site", "note": "现场查看，问题已消除。"})
ANSWER = Move("answer", "desk", 2.0, {"answer": "@answer"})
HANDLED = (FILE, DISPATCH, ACCEPT)
DONE = (*HANDLED, FINISH, PASS, ANSWER)
RATE_GOOD = Move("rate", "reporter", 8.0, {"rating": 5, "resolved": True, "comment": "很快就来人了，谢谢。"})
RATE_FAIR = Move("rate", "reporter", 20.0, {"rating": 3, "resolved": True, "comment": "修好了，就是等得有点久。"})
REOPEN = Move("reopen", "reporter", 30.0, {"reason": "只管了两天又坏了，请再来看看。"})
RETURN = Move("return", "lead", 2.0, {"reason": "经核查该处设施权属在物业，不在本单位职责清单内，附权属资料。"})
EXTEND = Move("ask_extension", "lead", 6.0, {"length": 1, "reason": "配件需从外地调运，申请延长一次。"})
SUSPEND = Move(
    "ask_suspension",
    "lead",
    6.0,
    {"ground": "weather", "until": "@in 12", "reason": "连续降雨，沥青摊铺无法施工，天晴后立即复工。"},
)
APPROVE_SUSPENSION = Move("approve_suspension", "desk", 3.0, {"note": "情况属实，同意。"})
REJECT = Move("reject", "verifier", 4.0, {"method": "on_site", "reason": "现场仍有残留，请继续处置。"})
SUPERVISE = Move("supervise", "leader", 4.0, {"note": "群众反映集中，请抓紧并报告进展。"})
SPOT = Move("close_on_spot", "grid", 0.2, {"note": "巡查时顺手清理，已恢复整洁。"}, photo=True)
UNRESOLVED = Move(
    "answer_unresolved",
    "desk",
    3.0,
    {"cause": "funds", "answer": "该处需整体改造，已列入下一年度计划；改造前每周巡查一次，确保安全。"},
)
ASK = Move("ask_reporter", "desk", 0.7, {"question": "请补充具体楼栋和方便联系的时间。"})

JOURNEYS = (
    Journey("reported", 7, 6, (0, 0)),
    Journey("reported_late", 3, 2, (3, 5)),
    Journey("asked", 2, 1, (0, 2), (ASK,)),
    Journey("filed", 3, 3, (0, 0), (FILE,)),
    Journey("dispatched", 4, 5, (0, 1), (FILE, DISPATCH)),
    Journey("dispatched_late", 2, 2, (4, 6), (FILE, DISPATCH)),
    Journey("handling", 5, 6, (1, 3), HANDLED),
    Journey("handling_late", 3, 3, (12, 16), HANDLED),
    Journey("handling_assist", 2, 1, (1, 3), (FILE, WITH_ASSIST, ACCEPT)),
    Journey("supervised", 2, 1, (2, 4), (*HANDLED, SUPERVISE)),
    Journey("extension_asked", 2, 1, (2, 3), (*HANDLED, EXTEND)),
    Journey("suspension_asked", 1, 1, (2, 3), (*HANDLED, SUSPEND)),
    Journey("suspended", 2, 2, (4, 6), (*HANDLED, SUSPEND, APPROVE_SUSPENSION)),
    Journey("returned", 2, 2, (1, 2), (FILE, DISPATCH, RETURN)),
    Journey("verifying", 4, 4, (2, 4), (*HANDLED, FINISH)),
    Journey("spot", 3, 2, (0, 1), (SPOT,), "grid"),
    Journey("rejected", 2, 1, (3, 5), (*HANDLED, FINISH, REJECT)),
    Journey("answering", 2, 3, (2, 4), (*HANDLED, FINISH, PASS)),
    Journey("closed", 10, 24, (4, 26), DONE),
    Journey("closed_good", 8, 18, (5, 27), (*DONE, RATE_GOOD)),
    Journey("closed_fair", 4, 9, (6, 25), (*DONE, RATE_FAIR)),
    Journey("spot_closed", 6, 8, (3, 20), (SPOT, PASS, ANSWER), "grid"),
    Journey("reopened", 2, 2, (7, 12), (*DONE, REOPEN)),
    Journey("unresolved", 2, 3, (8, 20), (*HANDLED, FINISH, PASS, UNRESOLVED)),
    Journey(
        "refused",
        2,
        2,
        (3, 18),
        (
            Move(
                "refuse",
                "desk",
                1.5,
                {
                    "refusal": "statutory_route",
                    "reason": "该纠纷已在法院审理，依法应由法院处理。",
                    "route": "请与承办法庭联系，或拨打12368咨询。",
                },
            ),
        ),
    ),
    Journey(
        "forwarded",
        1,
        1,
        (3, 15),
        (Move("forward", "desk", 1.5, {"receiver": "省级高速公路经营单位", "reason": "路段由该单位养护。"}),),
    ),
    Journey("withdrawn", 1, 1, (2, 9), (Move("withdraw", "reporter", 5.0, {"reason": "邻居之间已经商量好了。"}),)),
    Journey("merged", 2, 1, (1, 3), (Move("merge", "desk", 0.5, {"into": "@first", "note": "与在办事项为同一件。"}),)),
)
