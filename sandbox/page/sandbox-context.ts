import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Channel, Member, Shortcut } from '../protocol.ts';
import type { RequestAnswer, RequestBody, RequestName } from './state/connection.ts';
import type { PageAction } from './state/page-state.ts';

/** Who and what can be named. */
interface Directory {
  readonly botName: string;
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly shortcuts: readonly Shortcut[];
}

/** What every part of the page may need, however deep it stands. */
export interface SandboxPage {
  readonly directory: Directory;
  readonly memberId: string;
  readonly change: (action: PageAction) => void;
  /** Shows one sentence to the person at the page. */
  readonly tell: (text: string) => void;
  /** Asks the sandbox; undefined, after a notice, when it gave no answer at all. */
  readonly ask: <Name extends RequestName>(
    name: Name,
    body: RequestBody<Name>,
  ) => Promise<RequestAnswer<Name> | undefined>;
  /** Asks for something to be done; what goes wrong is shown as a notice. */
  readonly act: <Name extends RequestName>(name: Name, body: RequestBody<Name>) => void;
}

const missingProvider = (): never => {
  throw new Error('The page is not set up: SandboxContext has no provider.');
};

export const SandboxContext = createContext<SandboxPage>({
  directory: { botName: '', members: [], channels: [], shortcuts: [] },
  memberId: '',
  change: missingProvider,
  tell: missingProvider,
  ask: missingProvider,
  act: missingProvider,
});

export function useSandbox(): SandboxPage {
  return useContext(SandboxContext);
}
