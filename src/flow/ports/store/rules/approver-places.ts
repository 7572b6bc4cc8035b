import type { Card } from '../../../../core/send/card.ts';

/** Where a person was asked to approve a send. */
export interface ApproverPlace {
  readonly personId: string;
  /** The direct message; undefined until it is posted. */
  readonly message: Card['message'];
}

/** Tells whom a send still waits for. */
export interface ApproverPlaces {
  /** The people who were asked and have said nothing yet. */
  placesOf(sendId: string): Promise<readonly ApproverPlace[]>;
}
