interface FromSomebody {
  readonly team: { readonly id: string } | null;
  readonly user: { readonly team_id?: string };
}

/** The workspace; on an org-wide installation `team` is null and the person's own workspace counts. */
export function teamOf({ team, user }: FromSomebody): string {
  return team?.id ?? user.team_id ?? '';
}
