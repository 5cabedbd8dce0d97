import type { ActionCase } from './door-cases.fixture.ts';
import { SCRIPT } from './script-cases.fixture.ts';

const deviceType: ActionCase['input'] = (ids) => ({ id: ids.deviceType });
const decoder: ActionCase['input'] = (ids) => ({ id: ids.decoder });

export const DECODER_ACTIONS: Record<string, ActionCase> = {
  'device-types.createDeviceType': {
    least: ['creator.admin'],
    names: false,
    input: () => ({ name: 'New', networks: ['generic'] }),
  },
  'device-types.updateDeviceType': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.deviceType, name: 'Other', networks: ['generic'] }),
  },
  'device-types.setControls': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.deviceType, controls: [{ name: 'interval', kind: 'number' }] }),
  },
  'device-types.removePicture': { least: ['creator.admin'], names: true, input: deviceType },
  'device-types.deleteDeviceType': { least: ['creator.admin'], names: true, input: deviceType },
  'decoders.createDecoder': {
    least: ['creator.admin'],
    names: false,
    input: (ids) => ({ name: 'New', deviceTypeId: ids.deviceType, ...SCRIPT }),
  },
  'decoders.updateDecoder': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.decoder, name: 'Other' }),
  },
  'decoders.setVersionRules': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.decoder, rules: [{ versionId: ids.decoderVersion, fPorts: [1] }] }),
  },
  'decoders.startShadow': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.decoder, versionId: ids.decoderVersion }),
  },
  'decoders.stopShadow': { least: ['creator.admin'], names: true, input: decoder },
  'decoders.resumeDecoder': { least: ['creator.admin'], names: true, input: decoder },
  'decoders.deleteDecoder': { least: ['creator.admin'], names: true, input: decoder },
  'decoders.runScript': {
    least: ['creator.read-only'],
    names: false,
    input: () => ({ script: '(s) => null', contract: 'things', input: {} }),
  },
  'decoders.testScript': {
    least: ['creator.read-only', 'manager.read-only'],
    names: true,
    input: (ids) => ({ ...SCRIPT, uplinkId: ids.uplink }),
  },
  'decoders.testPayload': {
    least: ['creator.read-only'],
    names: false,
    input: () => ({ ...SCRIPT, frmPayload: '0102', fPort: 1 }),
  },
  'decoders.readCodecFiles': {
    least: ['creator.read-only'],
    names: false,
    input: () => ({ files: [{ name: 'codec.js', text: 'function decodeUplink() {}' }] }),
  },
  'decoders.mapBytes': {
    least: ['creator.read-only', 'manager.read-only'],
    names: true,
    input: (ids) => ({ ...SCRIPT, uplinkId: ids.uplink }),
  },
};
