/** What GEOS says is wrong with a polygon, in Chinese. Source: geos operation/valid/TopologyValidationError.cpp. */
const REASONS: Readonly<Record<string, string>> = {
  "Topology Validation Error": "拓扑错误",
  "Repeated Point": "点重复",
  "Self-intersection": "自相交",
  "Ring Self-intersection": "环自相交",
  "Hole lies outside shell": "内环在外环之外",
  "Holes are nested": "内环嵌套",
  "Interior is disconnected": "内部不连通",
  "Nested shells": "外环嵌套",
  "Duplicate Rings": "环重复",
  "Too few points in geometry component": "环的点数不足",
  "Invalid Coordinate": "坐标无效",
  "Ring is not closed": "环没有闭合",
};

/** A reason not in the list stays as it is: an English word says more than none. */
export function reasonInChinese(reason: string): string {
  return REASONS[reason] ?? reason;
}
