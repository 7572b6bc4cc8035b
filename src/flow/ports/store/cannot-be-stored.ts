/** The database cannot hold what it was given: writing it again fails again. The cause is the database's own error. */
export class CannotBeStored extends Error {}
