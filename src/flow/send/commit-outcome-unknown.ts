/** The answer to a commit was lost: the send may stand in the ledger or not. Accepting it once more tells which. */
export class CommitOutcomeUnknown extends Error {}
