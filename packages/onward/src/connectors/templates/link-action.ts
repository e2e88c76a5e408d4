/** What a person may answer by a link. */
export const linkActions = ['confirm', 'cancel', 'move', 'unsubscribe'] as const;

export type LinkAction = (typeof linkActions)[number];

export function isLinkAction(raw: unknown): raw is LinkAction {
  return linkActions.some((each) => each === raw);
}
