"""An example of every request and answer, by operation. A repo test holds them against the schemas."""

from collections.abc import Mapping
from typing import Any

NUMBER = "EV-260302-17"
OPENED = "2026-03-02T01:12:30.512000Z"
PROMISED = "2026-03-11T01:12:30.512000Z"
HASH = "5f2b1c0a9d4e7f6083b1a2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e6f70"
PHOTO = "0195553c-8a5e-7c10-9a3e-0d5a4c1b2e3f"

_CASE = {
    "number": NUMBER,
    "pack": "event",
    "category": "sanitation.litter",
    "title": "小区门口垃圾成堆",
    "stage": {"key": "handling", "title": "处置中"},
    "urgency": "normal",
    "area_code": "430102001001001",
    "address": "文艺路 12 号",
    "holder_kind": "org",
    "holder_area": "430102001",
    "holder_org": 17,
    "holder": "芙蓉区城市管理和综合执法局",
    "lead_org": 17,
    "lead": "芙蓉区城市管理和综合执法局",
    "opened_at": OPENED,
    "due_at": PROMISED,
    "closed_at": None,
    "outcome": "",
    "is_supervised": False,
    "pending": "",
    "channel": "web",
    "rating": None,
    "version": 4,
    "is_demo": False,
    "lon": 113.0021,
    "lat": 28.1873,
    "cues": [],
}
_EVENT = {
    "seq": 1,
    "at": OPENED,
    "kind": "open",
    "title": "上报",
    "actor_kind": "public",
    "actor_role": "",
    "actor": "",
    "from_stage": "",
    "to_stage": "reported",
    "is_public": True,
    "body": {"category": "sanitation.litter", "urgency": "normal"},
    "hash": HASH,
    "is_erased": False,
}
_NOTE = {
    "key": "note",
    "type": "long_text",
    "label": "处置结果",
    "required": True,
    "choices": [],
    "max_length": 2000,
}
_PROVINCE = {"code": "43", "name": "湖南省", "level": "province", "parent": ""}
_CITY = {"code": "4301", "name": "长沙市", "level": "city", "parent": "43"}
_COUNTY = {"code": "430102", "name": "芙蓉区", "level": "county", "parent": "4301"}
_TOWN = {"code": "430102001", "name": "文艺路街道", "level": "town", "parent": "430102"}
_PACK = {"key": "event", "version": "1", "title": "网格事件", "summary": "网格内发现的问题，七步闭环处理。"}

REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "openReport": {
        "With a point and a way to answer": {
            "text": "小区门口垃圾成堆，三天没人清运。",
            "lon": 113.0021,
            "lat": 28.1873,
            "address": "文艺路 12 号",
            "contact": {"name": "反映人甲", "phone": "13800000000", "language": "zh-hans"},
            "photos": [PHOTO],
        },
        "Anonymous, with an area's code": {
            "text": "Street lamp out at the corner.",
            "category": "facilities.lamp",
            "area_code": "430102001",
        },
    },
    "act": {
        "Finish with a note and a photo": {
            "inputs": {"note": "已清运并消杀。", "photo_after": [PHOTO]},
            "version": 4,
        }
    },
}
ANSWERS: Mapping[str, Any] = {
    "openReport": {
        "number": NUMBER,
        "secret": "Jr0c1mY2n9oQ7u3XzK5tVg",
        "url": f"https://linli.example/case/{NUMBER}/Jr0c1mY2n9oQ7u3XzK5tVg/",
        "area_code": "430102001001001",
        "stage": "reported",
        "opened_at": OPENED,
        "promised_at": PROMISED,
        "event_hash": HASH,
    },
    "uploadPhoto": {"id": PHOTO},
    "readReport": {
        "number": NUMBER,
        "pack": "event",
        "category": {"key": "sanitation.litter", "title": "暴露垃圾"},
        "text": "小区门口垃圾成堆，三天没人清运。",
        "stage": {"key": "handling", "title": "正在处理"},
        "outcome": "",
        "is_final": False,
        "area": "长沙市 芙蓉区 文艺路街道",
        "address": "文艺路 12 号",
        "opened_at": OPENED,
        "promised_at": PROMISED,
        "closed_at": None,
        "promise": "从 3 月 2 日起 7 个工作日，应于 3 月 11 日前答复。",
        "promise_steps": ["应于 3 月 11 日前答复。"],
        "promise_basis": "本市向居民的承诺",
        "lead": "芙蓉区城市管理和综合执法局",
        "rating": None,
        "merged_into": "",
        "links": [],
        "events": [
            {"at": OPENED, "kind": "open", "title": "上报", "stage": "reported", "body": {}, "hash": HASH},
        ],
        "choices": [{"key": "add", "title": "补充信息"}],
        "last_hash": HASH,
    },
    "listCases": {"items": [_CASE], "next_cursor": "MjAyNi0wMy0xMVQwMToxMjozMFo.8812"},
    "readCase": {
        "case": _CASE,
        "text": "小区门口垃圾成堆，三天没人清运。",
        "fields": {},
        "contact_mask": "反** 138****0000",
        "located_by": "inside",
        "located_reason": "",
        "promised_at": PROMISED,
        "merged_into": "",
        "source": "",
        "external_number": "",
        "relations": ["lead"],
        "is_holder": True,
        "clocks": [
            {
                "key": "handle",
                "title": "处置时限",
                "state": "running",
                "started_at": OPENED,
                "due_at": PROMISED,
                "stopped_at": None,
                "is_late": False,
                "is_promise": False,
                "org": "",
                "length": 5,
                "unit": "working_day",
                "explanation": "从 3 月 2 日起 5 个工作日。",
                "basis": "",
                "steps": [
                    {
                        "kind": "due",
                        "at": PROMISED,
                        "until": None,
                        "first_date": "2026-03-09",
                        "last_date": None,
                        "amount": 0,
                        "unit": "working_day",
                        "name": "",
                        "text": "应于2026年3月9日办结。",
                        "basis": "",
                    }
                ],
            }
        ],
        "assignments": [
            {
                "id": 31,
                "org": 17,
                "name": "芙蓉区城市管理和综合执法局",
                "role": "lead",
                "task": "",
                "assigned_at": OPENED,
                "accepted_at": OPENED,
                "finished_at": None,
                "ended_at": None,
                "ended_as": "",
                "due_at": PROMISED,
                "is_final": False,
            }
        ],
        "attachments": [],
        "links": [],
        "actions": [{"key": "finish", "title": "处置完成", "fields": [_NOTE], "requires": ["photo_after"]}],
    },
    "listEvents": {"items": [_EVENT]},
    "act": {
        "number": NUMBER,
        "action": "finish",
        "stage": "verifying",
        "event_seq": 5,
        "event_hash": HASH,
        "version": 5,
    },
    "readMediation": {
        "number": "JF-260302-3",
        "stage": {"key": "performing", "title": "履行中"},
        "is_open": True,
        "outcome": "",
        "opened_at": OPENED,
        "closed_at": None,
        "mediators": [{"title": "人民调解员", "organisation": "文艺路街道人民调解委员会"}],
        "sessions": 2,
        "agreements": [
            {
                "number": "长沙人调字〔2026〕12号",
                "form": "written",
                "is_partial": False,
                "effective_date": "2026-03-06",
            }
        ],
        "performance": {"state": "due", "duties": 2, "performed": 1, "late": 0, "next_due_date": "2026-04-16"},
    },
    "readReferral": {
        "number": "JF-260302-3",
        "own_number": "（2026）诉前调第112号",
        "due_date": "2026-03-31",
        "is_open": True,
        "outcome": "",
        "opened_at": OPENED,
        "closed_at": None,
        "replies": [
            {
                "at": OPENED,
                "result": {"key": "settled", "title": "达成调解协议"},
                "words": "达成调解协议并经裁定确认有效，5月10日前履行。",
            }
        ],
    },
    "listAreas": {"items": [_COUNTY], "next_after": ""},
    "getArea": _COUNTY | {"path": [_PROVINCE, _CITY, _COUNTY], "children": [_TOWN]},
    "locate": {
        "area_code": "430102001",
        "ancestors": [_PROVINCE, _CITY, _COUNTY, _TOWN],
        "how": "inside",
        "distance_m": 0.0,
        "is_schematic": True,
    },
    "listPacks": {"items": [_PACK]},
    "getPack": _PACK
    | {
        "digest": HASH,
        "categories": [{"key": "sanitation.litter", "title": "暴露垃圾", "parent": "sanitation", "urgency": "normal"}],
        "fields": [],
        "stages": [
            {"key": "reported", "title": "已上报", "public": "已收到", "holder": "desk", "outcome": ""},
        ],
        "actions": [
            {
                "key": "finish",
                "title": "处置完成",
                "from_stages": ["handling"],
                "to": "verifying",
                "by": ["lead"],
                "fields": [_NOTE],
            }
        ],
        "clocks": [
            {
                "key": "handle",
                "title": "处置时限",
                "runs_in": ["dispatched", "handling"],
                "pauses_in": ["suspended"],
                "lengths": [
                    {
                        "length": 5,
                        "unit": "working_day",
                        "category": "",
                        "urgency": "normal",
                        "basis": "城市默认值，待核实",
                    }
                ],
                "is_promise": False,
                "basis": "城市默认值，待核实",
            }
        ],
    },
}
PROBLEMS: Mapping[int, Mapping[str, Any]] = {
    400: {"code": "unreadable", "title": "The body cannot be read", "detail": "Send JSON in UTF-8."},
    401: {"code": "not-signed-in", "title": "A token is needed", "detail": "Send a token that is in force."},
    403: {"code": "not-allowed", "title": "You may not do this", "detail": "Your post may not take this step."},
    404: {"code": "not-found", "title": "Not found", "detail": "There is no case with this number that you may see."},
    409: {
        "code": "not-possible",
        "title": "This is not possible now",
        "detail": "李四 acted on this case before you (finish). Look at what changed, then decide again.",
    },
    413: {"code": "too-large", "title": "The request is too large", "detail": "Send fewer or smaller photos."},
    422: {
        "code": "invalid",
        "title": "The input cannot be used",
        "detail": "Some fields cannot be used: correct what `errors` names and send the request again.",
        "errors": [{"field": "text", "message": "This field is needed."}],
    },
    429: {
        "code": "too-many",
        "title": "Too many requests",
        "detail": "Too many requests from here. Wait as long as Retry-After says, then try again.",
    },
    500: {"code": "failed", "title": "Linli failed", "detail": "Linli failed here and has noted it. Try again."},
}
