import type { TemplateCategory } from '../../template/template.ts';

/** The whole of a policy file, as it was read and checked. */
export interface Policy {
  /** The name of the file, as people know it: `policy.yml`. */
  readonly file: string;
  /** Names this very text of the file: the first characters of its SHA-256. */
  readonly hash: string;
  /** IANA: whose days the quotas count. */
  readonly timeZone: string;
  readonly roles: ReadonlyMap<string, RoleMembers>;
  /** In the order of the file; all that match apply. */
  readonly rules: readonly Rule[];
  readonly quotas: Quotas;
  /** Undefined where messages leave at any hour. */
  readonly quietHours: QuietHours | undefined;
  /** Globs of templates that tell of an incident: they keep no quiet hours, and may leave before they are approved. */
  readonly incidentTemplates: readonly string[];
  /** The role that may send an incident's template before it is approved; undefined where no role may. */
  readonly breakGlassRole: string | undefined;
  /** Globs of templates that are marketing whatever their category says. */
  readonly marketingTemplates: readonly string[];
  readonly optOuts: OptOutSettings;
  /** Workspaces of other organisations whose people may act in shared channels, by ID. */
  readonly partnerWorkspaces: readonly string[];
  /** Whether a card in a channel that is shared with another organisation has the text and the message IDs. */
  readonly showTextInSharedChannels: boolean;
}

/** Who has a role: people, and groups of people. */
export interface RoleMembers {
  /** Slack users, by ID. */
  readonly users: readonly string[];
  /** Slack user groups, by ID. */
  readonly userGroups: readonly string[];
}

export interface Rule {
  /** Its place in the file, from 1: `rule 3`. */
  readonly number: number;
  /** Its own name; undefined where the file gives none. */
  readonly name: string | undefined;
  readonly match: RuleMatch;
  /** Only these roles may; left out, the rule says nothing of who may. */
  readonly allow?: readonly string[];
  /** These roles may not, whatever another rule allows. `everyone` is everybody. */
  readonly deny?: readonly string[];
  readonly approve?: { readonly by: readonly string[]; readonly count: number };
}

/** What a rule is about; what is left out matches everything. */
export interface RuleMatch {
  /** Globs of template names: `offer_*`. */
  readonly templates?: readonly string[];
  readonly categories?: readonly TemplateCategory[];
  /** Channels by ID. */
  readonly channels?: readonly string[];
  /** More recipients than this. */
  readonly recipientsOver?: number;
}

/** Most recipients a day; what is left out has no end. */
export interface Quotas {
  readonly person?: number;
  readonly channel?: number;
  readonly workspace?: number;
  /** Messages to one number, from whomever. */
  readonly number?: number;
}

/** When messages wait, by the clock of the recipient's country. */
export interface QuietHours {
  /** Minutes after midnight; `from` may be later than `until`, across midnight. */
  readonly from: number;
  readonly until: number;
  /** Categories that wait. */
  readonly categories: readonly TemplateCategory[];
}

export interface OptOutSettings {
  /** Whole messages that mean no; case, signs and blanks around them do not count. */
  readonly words: readonly string[];
  /** Whole messages that take it back. */
  readonly backWords: readonly string[];
  /** Texts of buttons that mean no to marketing. */
  readonly buttons: readonly string[];
  /** The role that may make an exception for one person; undefined where no role may. */
  readonly exceptionRole: string | undefined;
}
