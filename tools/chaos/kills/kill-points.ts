/** Where a process can be killed: before and after each step that changes what it knows. */
export const KILL_POINTS = [
  'slack.arrived',
  'draft-save.before',
  'draft-save.after',
  'draft-load.before',
  'draft-load.after',
  'accept.before',
  'accept.after',
  'ack.before',
  'ack.after',
  'claim-batch.before',
  'claim-batch.after',
  'post.before',
  'post.head-leaving',
  'post.bytes-left',
  'post.head-received',
  'post.after',
  'settle.before',
  'settle.after',
  'requeue.before',
  'requeue.after',
  'pause.before',
  'pause.after',
  'renew.before',
  'renew.after',
  'expire.before',
  'expire.after',
  'callback.arrived',
  'callback.before-store',
  'callback.stored',
  'callback.answered',
  'claim-card.before',
  'claim-card.after',
  'card-post.before',
  'card-post.bytes-left',
  'card-post.after',
  'save-card.before',
  'save-card.after',
] as const;
/** Those that only a list comes to. */
type ListKillPoint =
  | `plan-save.${'before' | 'under-way' | 'after'}`
  | `${'plan-confirm' | 'list-stop' | 'list-pause' | 'list-resume' | 'list-release'}.${'before' | 'after'}`
  | `${'start-due' | 'list-hold' | 'list-send-held'}.${'before' | 'after'}`;
/** Those that only what the rules ask for comes to. */
type RulesKillPoint = `${'approve' | 'decline'}.${'before' | 'after'}`;
/** Those that only what people write comes to. */
type ReplyKillPoint =
  | `incoming.${'arrived' | 'before-store' | 'under-way' | 'stored' | 'answered'}`
  | `${'claim-thread' | 'replies-post' | 'save-thread'}.${'before' | 'after'}`
  | `answer-accept.${'before' | 'under-way' | 'after'}`;
export type KillPoint = (typeof KILL_POINTS)[number] | ListKillPoint | RulesKillPoint | ReplyKillPoint;

export interface Arm {
  readonly point: KillPoint;
  /** From 1: which time the process comes there. */
  readonly nth: number;
  /** `stop` freezes the process instead, as a host does that is suspended. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export interface Crash {
  arm(arm: Arm): void;
  reach(point: KillPoint): void;
}

/** @param announce hears the point synchronously, because nothing after it runs */
export function createCrash(announce: (point: KillPoint) => void): Crash {
  let armed: Arm | undefined;
  let count = 0;
  return {
    arm(arm) {
      armed = arm;
      count = 0;
    },
    reach(point) {
      if (armed?.point !== point) return;
      count += 1;
      if (count !== armed.nth) return;
      const { signal } = armed;
      armed = undefined;
      announce(point);
      process.kill(process.pid, signal);
    },
  };
}
