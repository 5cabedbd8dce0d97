import type { Tenant } from '#server/customers/tenant.fixture.ts';
import type { ActionCase } from './door-cases.fixture.ts';

/** Doors for writes of scripts, whatever they are for. */

type Ids = Tenant['ids'];

export const SCRIPT = { contract: 'things', source: '(s) => null', mapping: {} };

const decoderOwner = (ids: Ids) => ({ kind: 'decoder', id: ids.decoder });

export const SCRIPT_ACTIONS: Record<string, ActionCase> = {
  'encoders.createScriptEncoder': {
    least: ['creator.admin'],
    names: false,
    input: (ids) => ({ deviceTypeId: ids.deviceType, name: 'New', source: SCRIPT.source }),
  },
  'encoders.updateScriptEncoder': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.scriptEncoder, name: 'Other' }),
  },
  'encoders.deleteScriptEncoder': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.scriptEncoder }),
  },
  'scripts.saveDraft': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), ...SCRIPT }),
  },
  'scripts.reviewVersion': {
    least: ['creator.read-only'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), versionId: ids.decoderVersion }),
  },
  'scripts.publishVersion': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), versionId: ids.decoderVersion }),
  },
  'scripts.keepTest': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({
      owner: decoderOwner(ids),
      name: 'New',
      input: { kind: 'payload', frmPayload: '0102', fPort: 1 },
      ...SCRIPT,
    }),
  },
  'scripts.updateTest': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), testId: ids.scriptTest, name: 'Other' }),
  },
  'scripts.deleteTest': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), testId: ids.scriptTest }),
  },
  'scripts.tryInput': {
    least: ['creator.read-only', 'manager.read-only'],
    names: true,
    input: (ids) => ({ input: { kind: 'uplink', uplinkId: ids.uplink }, ...SCRIPT }),
  },
  'scripts.runTests': {
    least: ['creator.read-only'],
    names: true,
    input: (ids) => ({ owner: decoderOwner(ids), ...SCRIPT }),
  },
};
