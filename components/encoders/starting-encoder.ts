/** Where a new encoder begins: something that runs. */
export const STARTING_ENCODER = `/**
 * Sets how often the device sends: command 01 and the minutes, big endian, on port 10.
 *
 * @param {EncodeDownlinkInput} input
 * @returns {EncodeDownlinkOutput}
 */
function encodeDownlink(input) {
  const { intervalMinutes } = input.data;
  if (!(intervalMinutes >= 1 && intervalMinutes <= 1440)) {
    return { errors: ['intervalMinutes must be 1 to 1440'] };
  }
  return { bytes: [0x01, intervalMinutes >> 8, intervalMinutes & 0xff], fPort: 10 };
}
`;

export const FIRST_DATA = { intervalMinutes: 15 };
