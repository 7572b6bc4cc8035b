import { z } from 'zod';
import { formatCount } from '../../core/format.ts';
import { readTemplateCategory } from '../../core/template/category.ts';
import type { TemplateCategory } from '../../core/template/template.ts';

/** Messages are predicates: a sentence puts the file, the line and the field before them. */
function asked(kind: string) {
  return {
    error: (issue: { readonly input?: unknown; readonly code?: string; readonly keys?: readonly string[] }) => {
      if (issue.code === 'unrecognized_keys')
        return `has ${(issue.keys ?? []).join(', ')}, which is not known here; it takes ${kind}`;
      return issue.input === undefined || issue.input === null ? 'is missing' : `has to be ${kind}`;
    },
  };
}

/** YAML is read without numbers, so that nothing is changed on the way; JSON has them. */
function count(min: number, max: number) {
  const sentence = `has to be a whole number from ${min} to ${formatCount(max)}`;
  return z
    .union([z.number(), z.string()], asked('a whole number'))
    .refine((value) => /^\d{1,9}$/.test(String(value)) && Number(value) >= min && Number(value) <= max, sentence)
    .transform(Number);
}

function text(kind: string) {
  return z.string(asked(kind)).trim().min(1, `has to be ${kind}`);
}

/** One of them without a list, or several. */
function oneOrMore<Value extends z.ZodType>(value: Value, kind: string) {
  return z.union([z.array(value).min(1, `has to be ${kind}`), value.transform((one) => [one])], asked(kind));
}

const MAX_RECIPIENTS = 100_000;
const MAX_A_DAY = 100_000_000;

const Glob = text('a template name').regex(
  /^[\w*?]{1,512}$/,
  'has to be template names, in which * stands for anything, such as booking_*',
);
const Globs = oneOrMore(Glob, 'template names, such as booking_*');
const RoleName = text('a role').regex(/^[A-Za-z][\w-]{0,39}$/, 'has to be a word, such as lead');
const RoleNames = oneOrMore(RoleName, 'roles, such as [lead, admin]');
const Channels = oneOrMore(
  text('a channel').regex(
    /^[CG][A-Z0-9]{2,31}$/,
    'has to be channel IDs, such as C0123ABCD; one stands at the end of a channel’s details',
  ),
  'channel IDs, such as C0123ABCD',
);
const Categories = oneOrMore(
  z.string(asked('a category')).transform((word, context): TemplateCategory => {
    const category = readTemplateCategory(word);
    if (category !== undefined) return category;
    context.addIssue('has to be UTILITY, MARKETING or AUTHENTICATION');
    return z.NEVER;
  }),
  'UTILITY, MARKETING or AUTHENTICATION',
);
const Members = oneOrMore(
  text('a Slack ID').regex(
    /^[UWS][A-Z0-9]{1,31}$/,
    'has to be Slack IDs: U… of a person (Profile → ⋮ → Copy member ID), S… of a user group',
  ),
  'Slack IDs: U… of a person, S… of a user group',
);
const Over = text('> and a number, such as ">50"')
  .regex(/^>\s*\d{1,6}$/, 'has to be > and a number, such as ">50"')
  .transform((given) => Number(given.replace('>', '')))
  .refine((value) => value <= MAX_RECIPIENTS, 'has to be > and a number up to 100,000');
const Clock = text('a time, such as "21:00"')
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'has to be a time from "00:00" to "23:59"')
  .transform((given) => {
    const [hours = '', minutes = ''] = given.split(':');
    return Number(hours) * 60 + Number(minutes);
  });
const Words = z.array(text('a word'), asked('a list of words'));
const TimeZone = text('a time zone, such as Asia/Kolkata').refine(
  isTimeZone,
  'has to be a time zone, such as Asia/Kolkata',
);

const MATCH_KEYS = 'template, category, channel and recipients';
const Match = z.strictObject(
  {
    template: Globs.optional().meta({ description: 'Template names; * stands for anything: offer_*' }),
    category: Categories.optional().meta({ description: 'UTILITY, MARKETING or AUTHENTICATION' }),
    channel: Channels.optional().meta({ description: 'IDs of the channels in which the message is sent: C0123ABCD' }),
    recipients: Over.optional().meta({ description: 'More people than this: ">50"' }),
  },
  asked(MATCH_KEYS),
);

const Approve = z.strictObject(
  {
    by: RoleNames.meta({ description: 'One of these roles' }),
    count: count(1, 20).default(1).meta({ description: 'How many people have to approve; 1 when it is left out' }),
  },
  asked('by and count'),
);

const Rule = z.strictObject(
  {
    name: text('a text').optional().meta({ description: 'What people read where the rule is named' }),
    match: Match.optional().meta({ description: 'What the rule is about; left out, it is about everything' }),
    allow: RoleNames.optional().meta({ description: 'Only these roles may' }),
    deny: RoleNames.optional().meta({
      description: 'These roles may not, whatever another rule allows; everyone is a role here',
    }),
    approve: Approve.optional().meta({ description: 'Who has to approve, and how many' }),
  },
  asked('name, match, allow, deny and approve'),
);

const Quotas = z.strictObject(
  {
    person_day: count(1, MAX_A_DAY).optional().meta({ description: 'Most recipients of one person a day' }),
    channel_day: count(1, MAX_A_DAY).optional().meta({ description: 'Most recipients from one channel a day' }),
    number_day: count(1, MAX_A_DAY)
      .optional()
      .meta({ description: 'Most messages to one number a day, from whomever' }),
    workspace_day: count(1, MAX_A_DAY).optional().meta({ description: 'Most recipients of the whole workspace a day' }),
  },
  asked('person_day, channel_day, number_day and workspace_day'),
);

/** The whole file. Unknown keys are refused: a rule that is not read would be believed to hold. */
export const PolicyEntry = z.strictObject(
  {
    time_zone: TimeZone.optional().meta({
      description: 'Whose days the quotas count: Asia/Kolkata; UTC when it is left out',
    }),
    roles: z
      .record(RoleName, Members, asked('roles with their people, such as lead: [U0123ABCD]'))
      .optional()
      .meta({ description: 'Who has which role: IDs of people (U…) and of user groups (S…)' }),
    rules: z
      .array(Rule, asked('a list of rules'))
      .optional()
      .meta({ description: 'All that match apply; deny wins; approvals add up to the strictest' }),
    quotas: Quotas.optional().meta({ description: 'Most recipients a day' }),
    quiet_hours: z
      .strictObject(
        {
          from: Clock.meta({
            description: 'When messages begin to wait, by the clock of the recipient’s country: "21:00"',
          }),
          until: Clock.meta({ description: 'When they leave again: "08:00"' }),
          categories: Categories.optional().meta({ description: 'What waits; MARKETING when it is left out' }),
        },
        asked('from, until and categories'),
      )
      .optional(),
    incident: z
      .strictObject(
        {
          templates: Globs.meta({ description: 'Templates that tell of an incident: they keep no quiet hours' }),
          role: RoleName.optional().meta({ description: 'Who may send one before it is approved, with a reason' }),
        },
        asked('templates and role'),
      )
      .optional(),
    marketing: Globs.optional().meta({ description: 'Templates that are marketing whatever their category says' }),
    opt_out: z
      .strictObject(
        {
          words: Words.optional().meta({ description: 'Whole messages that mean no, in place of the usual ones' }),
          back_words: Words.optional().meta({ description: 'Whole messages that take it back' }),
          buttons: Words.optional().meta({ description: 'Texts of buttons that mean no to marketing' }),
          exception_role: RoleName.optional().meta({
            description: 'Who may reach one person who opted out, with a reason',
          }),
        },
        asked('words, back_words, buttons and exception_role'),
      )
      .optional(),
    partners: oneOrMore(
      text('a workspace ID').regex(/^T[A-Z0-9]{2,31}$/, 'has to be workspace IDs, such as T0123ABCD'),
      'workspace IDs, such as T0123ABCD',
    )
      .optional()
      .meta({ description: 'Workspaces of other organisations whose people may act in shared channels' }),
    shared_channels: z
      .strictObject(
        {
          text: z
            .enum(['shown', 'hidden'], asked('shown or hidden'))
            .meta({ description: 'Whether a card in a channel shared with others has the text and the message IDs' }),
        },
        asked('text'),
      )
      .optional(),
  },
  asked('time_zone, roles, rules, quotas, quiet_hours, incident, marketing, opt_out, partners and shared_channels'),
);

export type PolicyEntry = z.infer<typeof PolicyEntry>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
