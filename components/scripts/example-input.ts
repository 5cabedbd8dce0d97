/** What a script gets, by its contract: where somebody begins who pastes input. */
export const EXAMPLE_INPUT = {
  ts013: { bytes: [0, 215], fPort: 2, recvTime: '2026-03-04T05:06:07.000Z' },
  things: {
    encoding: 'JSON',
    payload: null,
    metadata: {
      ingestion: {
        timestamp: '2026-03-04T05:06:07.000Z',
        actility: { uplink: { DevEUI: '0059AC00001B3461', FPort: 2, FCntUp: 1, payload_hex: '00d7' } },
      },
      device: { urn: 'urn:dev:DEVEUI:0059AC00001B3461:' },
    },
  },
};
