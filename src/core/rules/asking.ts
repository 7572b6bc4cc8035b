import type { ApprovalState } from './approval.ts';

interface Asked {
  readonly approval?: { readonly state: ApprovalState; readonly hasLeft?: true };
}

/** How a send is told of that others have to approve: nothing of it has left. */
interface AskingWords {
  /** `asks to send` */
  readonly verb: string;
  /** `waits for approval` */
  readonly outcome: string;
}

/** Undefined for a send that no one has to approve, or that may leave, or of which some has left. */
export function askingWords({ approval }: Asked): AskingWords | undefined {
  if (approval?.hasLeft === true) return undefined;
  switch (approval?.state) {
    case 'waiting':
      return { verb: 'asks to send', outcome: 'waits for approval' };
    case 'declined':
      return { verb: 'asked to send', outcome: 'declined' };
    case 'expired':
      return { verb: 'asked to send', outcome: 'not approved in time' };
    case 'withdrawn':
      return { verb: 'asked to send', outcome: 'withdrawn' };
    default:
      return undefined;
  }
}

/** Whether a send waits for people who may approve it. */
export function isWaiting({ approval }: Asked): boolean {
  return approval?.state === 'waiting';
}
