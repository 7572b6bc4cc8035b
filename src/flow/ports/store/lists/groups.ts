/** People that were saved after a review, to be written to again. */
export interface Group {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly ownerId: string;
  /** The names over the columns, the one with the phone numbers among them. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The cells of one person, one a column. */
type GroupRow = readonly string[];

export interface NewGroup extends Pick<Group, 'id' | 'teamId' | 'name' | 'ownerId' | 'columns'> {
  readonly rows: readonly GroupRow[];
}

/** Saved groups of people; each is deleted 90 days after it was saved. */
export interface Groups {
  /** Saves a group; it replaces the owner's own of the same name. False when another person has a group of this name. */
  saveGroup(group: NewGroup): Promise<boolean>;
  /** The groups of a team by name. */
  listGroups(teamId: string): Promise<readonly Group[]>;
  /** A group with its people; undefined when there is none, or it has expired. */
  readGroup(teamId: string, groupId: string): Promise<(Group & { readonly rows: readonly GroupRow[] }) | undefined>;
  /** Deletes a group. False when there is none, or it is another person's. */
  deleteGroup(teamId: string, groupId: string, ownerId: string): Promise<boolean>;
}
