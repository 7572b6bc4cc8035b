import fc from 'fast-check';
import type { RuledTemplate } from '../../src/core/rules/policy/template-kind.ts';

/** A policy as people write it, in JSON, which is YAML too. */
export interface WrittenPolicy {
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly WrittenRule[];
  readonly marketing?: readonly string[];
  readonly incident?: { readonly templates: readonly string[]; readonly role: string };
}

export interface WrittenRule {
  readonly match?: {
    readonly template?: readonly string[];
    readonly category?: readonly string[];
    readonly channel?: readonly string[];
    readonly recipients?: string;
  };
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly approve?: { readonly by: readonly string[]; readonly count: number };
}

const ROLES = ['agent', 'lead', 'admin'] as const;
const PEOPLE = ['U0A', 'U0B', 'U0C', 'U0D', 'U0E', 'U0F'] as const;
const TEMPLATES = ['offer_diwali', 'offer_holi', 'booking_confirm', 'incident_open'] as const;
const GLOBS = ['offer_*', 'booking_*', '*_open', 'offer_diwali', '*', 'OFFER_h?li'] as const;
const CHANNELS = ['C0SUPPORT', 'C0SALES'] as const;
const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;
const LIMITS = [0, 1, 2, 50] as const;

const some = <Value>(values: readonly Value[]) =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(2, values.length) });

const match = fc.record(
  {
    template: some(GLOBS),
    category: some(CATEGORIES),
    channel: some(CHANNELS),
    recipients: fc.constantFrom(...LIMITS).map((limit) => `>${limit}`),
  },
  { requiredKeys: [] },
);

/** A rule that says something of who may. */
export const writtenRule: fc.Arbitrary<WrittenRule> = fc
  .record(
    {
      match,
      allow: some(ROLES),
      deny: some([...ROLES, 'everyone']),
      approve: fc.record({ by: some(ROLES), count: fc.integer({ min: 1, max: 2 }) }),
    },
    { requiredKeys: [] },
  )
  .map(({ deny, ...rule }) =>
    'allow' in rule || 'approve' in rule || deny === undefined ? { ...rule } : { ...rule, deny },
  )
  .filter((rule) => 'allow' in rule || 'approve' in rule || 'deny' in rule);

const denying: fc.Arbitrary<WrittenRule> = fc.record({ match, deny: some([...ROLES, 'everyone']) });

export const writtenPolicy: fc.Arbitrary<WrittenPolicy> = fc.record(
  {
    // Every role has enough people, so that no policy is refused for a rule that no one could meet.
    roles: fc.record({
      agent: fc.subarray([...PEOPLE], { minLength: 3 }),
      lead: fc.subarray([...PEOPLE], { minLength: 3 }),
      admin: fc.subarray([...PEOPLE], { minLength: 3 }),
    }),
    rules: fc.array(fc.oneof({ weight: 4, arbitrary: writtenRule }, { weight: 1, arbitrary: denying }), {
      maxLength: 5,
    }),
    marketing: some(GLOBS),
    incident: fc.record({ templates: some(GLOBS), role: fc.constantFrom(...ROLES) }),
  },
  { requiredKeys: ['roles', 'rules'] },
);

/** What a person wants to send. */
export interface WantedSend {
  readonly actorId: string;
  readonly template: RuledTemplate;
  readonly channelId: string;
  readonly recipients: number;
}

export const wantedSend: fc.Arbitrary<WantedSend> = fc.record({
  actorId: fc.constantFrom(...PEOPLE, 'U0NONE'),
  template: fc.record({
    name: fc.constantFrom(...TEMPLATES),
    category: fc.constantFrom(...CATEGORIES, undefined),
  }),
  channelId: fc.constantFrom(...CHANNELS),
  recipients: fc.constantFrom(1, 2, 3, 51),
});

/** What the page on policies says happens, written a second time and in another way. */
export function expectedOf(policy: WrittenPolicy, send: WantedSend) {
  const own = Object.entries(policy.roles).flatMap(([role, people]) => (people.includes(send.actorId) ? [role] : []));
  const counts = new Set<string>(send.template.category === undefined ? CATEGORIES : [send.template.category]);
  if (policy.marketing?.some((glob) => globTakes(glob, send.template.name))) counts.add('MARKETING');
  const fitting = policy.rules.filter(({ match: { template, category, channel, recipients } = {} }) =>
    [
      template?.some((glob) => globTakes(glob, send.template.name)),
      category?.some((one) => counts.has(one)),
      channel?.includes(send.channelId),
      recipients === undefined ? undefined : send.recipients > Number(recipients.slice(1)),
    ].every((fits) => fits !== false),
  );
  const isDenied = fitting.some(({ deny }) => deny?.some((role) => role === 'everyone' || own.includes(role)));
  const isMissing = fitting.some(({ allow }) => allow !== undefined && !allow.some((role) => own.includes(role)));
  const needs = new Map<string, number>();
  for (const { approve } of fitting) {
    if (approve === undefined) continue;
    const key = [...approve.by].sort().join('+');
    needs.set(key, Math.max(needs.get(key) ?? 0, approve.count));
  }
  return { isRefused: isDenied || isMissing, isDenied, needs };
}

function globTakes(glob: string, name: string): boolean {
  return new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(name);
}
