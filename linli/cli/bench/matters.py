"""What benchmark cases are about, and where."""

MATTERS = ["垃圾堆放", "路灯不亮", "井盖松动", "占道经营", "噪音扰民", "污水外溢", "树枝折断", "车辆乱停"]
SPOTS = ["小区门口", "学校旁边", "菜市场", "公交站台", "十字路口", "楼下花园", "地下车库", "河堤步道"]
CROWD = "crowd"
CROWD_COUNT = 600
"""Open cases of one town, half of them with one organisation: there at every size, so that full pages are compared."""
