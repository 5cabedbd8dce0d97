import type { ActionCase } from './door-cases.fixture.ts';
import type { Least } from './principals.fixture.ts';

const EDITOR: Least[] = ['manager.editor'];

/** Doors of both simulators: of devices that post themselves, and of LoRa devices. */
export const SIMULATOR_ACTIONS: Record<string, ActionCase> = {
  'device-simulator.createSimulatorLink': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device, days: 1 }),
  },
  'device-simulator.showSimulatorLink': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
  'device-simulator.revokeSimulatorLink': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
  'lora-simulator.simulateDevice': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device, settings: { model: 'raw-counter' } }),
  },
  'lora-simulator.sendSimulated': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
  'lora-simulator.stopSimulation': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
};
