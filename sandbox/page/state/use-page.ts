import { useCallback, useEffect, useMemo, useReducer } from 'preact/hooks';
import type { SandboxPage } from '../sandbox-context.ts';
import { listen, type RequestBody, type RequestName, request } from './connection.ts';
import { changePage, EMPTY_PAGE, type PageState } from './page-state.ts';

const NO_ANSWER = 'The sandbox did not answer. Look whether `npm run sandbox` is still running in its terminal.';
const NONE: readonly never[] = [];

/** The page's state, kept true by the sandbox's events, and what the parts of the page may do. */
export function usePage(): { readonly page: PageState; readonly parts: SandboxPage } {
  const [page, change] = useReducer(changePage, EMPTY_PAGE);
  useEffect(
    () =>
      listen(
        (events) => {
          for (const event of events) change({ type: 'event', event });
        },
        (isLive) => change({ type: 'connection', isLive }),
      ),
    [],
  );
  const tell = useCallback((text: string) => change({ type: 'notice', memberId: undefined, text }), []);
  const ask = useCallback(
    async <Name extends RequestName>(name: Name, body: RequestBody<Name>) => {
      const answer = await request(name, body);
      if (answer === undefined) tell(NO_ANSWER);
      return answer;
    },
    [tell],
  );
  const act = useCallback(
    async <Name extends RequestName>(name: Name, body: RequestBody<Name>) => {
      const answer = await ask(name, body);
      if (answer?.problem !== undefined) tell(answer.problem);
    },
    [ask, tell],
  );
  const { botName = '', members = NONE, channels = NONE, shortcuts = NONE } = page.sandbox ?? {};
  const directory = useMemo(() => ({ botName, members, channels, shortcuts }), [botName, members, channels, shortcuts]);
  const { memberId } = page;
  const parts = useMemo(() => ({ directory, memberId, change, tell, ask, act }), [directory, memberId, tell, ask, act]);
  return { page, parts };
}
