/** A pause of sending for the whole account, because the provider refuses it or asked to wait. */
export interface Pause {
  readonly id: string;
  /** `refused`: until it is resumed. `asked_to_wait`: until `endsAt`. */
  readonly kind: 'refused' | 'asked_to_wait';
  readonly code: string;
  /** Undefined until it is resumed. */
  readonly endsAt: Date | undefined;
  /** The Slack user who resumed it, or {@link RESUMED_BY_PROBE}. */
  readonly resumedBy: string | undefined;
  /** The channel or the person that got the notice with the button that resumes it; left out where there is no notice. */
  readonly noticePlace?: string | undefined;
}

/** Stands for the free request that showed that the account is accepted again. */
export const RESUMED_BY_PROBE = 'probe';
