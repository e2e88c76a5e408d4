/** Counts requests by route pattern and status: a closed set of labels, none of them from input. */

export interface RequestCounts {
  add(method: string, route: string, status: number): void;
  lines(): readonly string[];
}

export function requestCounts(): RequestCounts {
  const counts = new Map<string, number>();
  return {
    add(method, route, status) {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      counts.set(labels, (counts.get(labels) ?? 0) + 1);
    },
    lines: () =>
      [...counts].map(([labels, count]) => `onward_http_requests_total{${labels}} ${count}`),
  };
}
