import type { ActionCase } from './door-cases.fixture.ts';

const script = { contract: 'things', source: '(s) => null', mapping: {} };
const decoder: ActionCase['input'] = (ids) => ({ id: ids.decoder });

export const DECODER_ACTIONS: Record<string, ActionCase> = {
  'decoders.createDecoder': {
    least: ['creator.admin'],
    names: false,
    input: (ids) => ({ name: 'New', deviceTypeId: ids.deviceType, ...script }),
  },
  'decoders.updateDecoder': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.decoder, name: 'Other' }),
  },
  'decoders.saveDecoderDraft': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ decoderId: ids.decoder, ...script }),
  },
  'decoders.publishDecoderVersion': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ decoderId: ids.decoder, versionId: ids.decoderVersion }),
  },
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
    input: (ids) => ({ ...script, uplinkId: ids.uplink }),
  },
  'decoders.testPayload': {
    least: ['creator.read-only'],
    names: false,
    input: () => ({ ...script, frmPayload: '0102', fPort: 1 }),
  },
  'decoders.mapBytes': {
    least: ['creator.read-only', 'manager.read-only'],
    names: true,
    input: (ids) => ({ ...script, uplinkId: ids.uplink }),
  },
};
