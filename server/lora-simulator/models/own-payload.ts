import type { SensorModel } from './contract.ts';

/** The same bytes each time: what somebody who writes a decoder has in hand. */
export const ownPayload: SensorModel = {
  key: 'own-payload',
  volts: [3.6, 2.6],
  measure: ({ ownPayload: own }) => own ?? { fPort: 1, payload: '00' },
};
