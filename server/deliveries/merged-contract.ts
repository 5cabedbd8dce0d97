/** Another delivery whose pack goes with this one's (`merged`). */
export interface MergedPack {
  deliveryId: number;
  uplinkId: number;
  packId: number;
  /** ISO 8601. */
  receivedAt: string;
}
