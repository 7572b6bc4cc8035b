import type { TemplateCategory } from '../template/template.ts';

/** One send, as the rules look at it. */
export interface RuleQuestion {
  readonly template: string;
  /** Undefined for a template that is not in the catalogue. */
  readonly category: TemplateCategory | undefined;
  readonly channelId: string;
  readonly recipients: number;
  /** The roles of the person who sends. */
  readonly roles: ReadonlySet<string>;
}

/** People who have to agree before a send leaves. */
export interface ApprovalNeed {
  /** One of these roles. */
  readonly by: readonly string[];
  readonly count: number;
  /** The rule that asks for it, by its number. */
  readonly rule: number;
}

export type Verdict =
  /** It may leave, once each of these needs is met; at once where there are none. */
  | { readonly kind: 'allowed'; readonly needs: readonly ApprovalNeed[]; readonly mayBreakGlass: boolean }
  /** Which rule says no, and whom it asks for: the roles that may, or those that may not. */
  | {
      readonly kind: 'refused';
      readonly rule: number;
      readonly because: 'not_allowed' | 'denied';
      readonly roles: readonly string[];
    };
