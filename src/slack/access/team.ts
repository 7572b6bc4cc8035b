/** Where the app is installed, as Slack says of the bot token (`auth.test`). */
export interface Installation {
  /** The workspace; on an org-wide installation Slack gives the organisation's ID here too. */
  readonly teamId: string | undefined;
  /** The Enterprise organisation that the workspace belongs to, or that the app is installed in. */
  readonly enterpriseId: string | undefined;
  readonly isOrgWide: boolean;
  /** The address of the workspace or organisation, with a slash at its end. */
  readonly url?: string | undefined;
  /** The organisation's workspaces; undefined when Slack does not list them. */
  readonly orgTeamIds?: ReadonlySet<string> | undefined;
}

/** Who did something, as far as the payload names their workspace. */
export interface Person {
  /** The person's own workspace, never that of the channel or of the app. */
  readonly teamId: string | undefined;
  /** The organisation of that workspace, where the payload says it of the person. */
  readonly enterpriseId: string | undefined;
  /** The organisation that the payload is addressed to. */
  readonly addressedOrgId: string | undefined;
}

/**
 * Who is behind a payload: a command, a press, a view submission or view closed, an option load, a shortcut, an event.
 * In a channel shared through Slack Connect `team` names the app's workspace for presses and the person's for views, so only
 * the person's own fields count: `user.team_id`, a command's `team_id`, an event's `user_team`.
 *
 * @returns undefined for an event without a person, such as `app_uninstalled`.
 * @see https://docs.slack.dev/apis/slack-connect
 */
export function personOf(body: unknown): Person | undefined {
  if (idAt(body, 'type') === 'event_callback') return personOfEvent(body);
  const addressedOrgId = idAt(body, 'enterprise', 'id') ?? idAt(body, 'enterprise_id');
  if (idAt(body, 'command') !== undefined) {
    return { teamId: idAt(body, 'team_id'), enterpriseId: idAt(body, 'enterprise_id'), addressedOrgId };
  }
  const teamId = idAt(body, 'user', 'team_id');
  const isTheirTeam = teamId !== undefined && teamId === idAt(body, 'team', 'id');
  const enterpriseId =
    idAt(body, 'user', 'enterprise_id') ?? (isTheirTeam ? idAt(body, 'team', 'enterprise_id') : undefined);
  return { teamId, enterpriseId, addressedOrgId };
}

function personOfEvent(body: unknown): Person | undefined {
  if ((idAt(body, 'event', 'user') ?? idAt(body, 'event', 'user', 'id')) === undefined) return undefined;
  // In a shared channel the event's own `team_id` is not the person's.
  const isShared = at(body, 'is_ext_shared_channel') === true;
  const theirs = idAt(body, 'event', 'user_team') ?? idAt(body, 'event', 'source_team');
  const teamId = theirs ?? (isShared ? undefined : idAt(body, 'team_id'));
  return { teamId, enterpriseId: undefined, addressedOrgId: isShared ? undefined : idAt(body, 'enterprise_id') };
}

/**
 * Whether a person may act at all: only people of the installed workspace, or of the organisation that it is installed in.
 * What the payload does not say is a no, but for an org-wide installation, where the organisation alone is enough.
 */
export function mayAct(person: Person, installation: Installation): boolean {
  const { enterpriseId, isOrgWide, orgTeamIds, teamId } = installation;
  if (!isOrgWide) return teamId !== undefined && person.teamId === teamId;
  if (enterpriseId === undefined) return false;
  if (person.enterpriseId !== undefined) return person.enterpriseId === enterpriseId;
  if (person.teamId === enterpriseId) return true;
  if (person.teamId !== undefined && orgTeamIds !== undefined) return orgTeamIds.has(person.teamId);
  return person.addressedOrgId === enterpriseId;
}

/** The ID that a send, a draft and a list of recent templates are kept under: one for a whole organisation. */
export function installationId({ enterpriseId, isOrgWide, teamId }: Installation): string {
  return (isOrgWide ? enterpriseId : teamId) ?? '';
}

function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>)[name] : undefined,
    value,
  );
}
