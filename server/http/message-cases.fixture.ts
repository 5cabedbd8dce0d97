import type { ActionCase } from './door-cases.fixture.ts';

const EDITOR: ActionCase['least'] = ['manager.editor'];

/** Doors for messages that went through already. */
export const MESSAGE_ACTIONS: Record<string, ActionCase> = {
  'deliveries.replayDeliveries': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ ids: [ids.delivery] }),
  },
  'deliveries.replayFailed': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ destinationId: ids.destination }),
  },
  'replays.replayUplink': {
    least: EDITOR,
    names: true,
    input: (ids) => ({ id: ids.uplink, options: {} }),
  },
};
