import type { ViewOutput, ViewStateValue } from '@slack/bolt';

/** The state of every input of a view, by its `action_id`. */
export function inputsOf({ state }: Pick<ViewOutput, 'state'>): ReadonlyMap<string, ViewStateValue> {
  return new Map(Object.values(state.values).flatMap((block) => Object.entries(block)));
}
