import { type PlannedDevice, series } from './plan.ts';

const OFFICES: PlannedDevice[] = [
  ...series(
    [
      'Office 1.01',
      'Office 1.02',
      'Office 1.03',
      'Office 1.04',
      'Meeting room Anchor',
      'Meeting room Bollard',
      'Meeting room Capstan',
      'Canteen',
      'Reception',
      'Control room',
      'Workshop office',
      'Pilot station',
      'Training room',
      'Archive',
      'Crane cabin 4',
      'Crane cabin 7',
      'Gatehouse north',
      'Gatehouse south',
    ],
    {
      tags: ['indoor'],
      type: 'elsys-ers',
      project: 'buildings',
      flows: ['climate'],
      connection: 'simulated',
      model: 'elsys-ers',
      intervalMinutes: 20,
    },
    {
      'Meeting room Anchor': { flows: ['climate', 'energy'] },
      'Meeting room Bollard': { flows: ['climate', 'energy'] },
      'Meeting room Capstan': { flows: ['climate', 'energy'] },
      Canteen: { flows: ['climate', 'energy'], connection: 'chirpstack' },
      Reception: {
        connection: 'chirpstack',
        behaviour: 'confirmed',
        description: 'Asks for an acknowledgement far too often',
      },
      'Control room': { connection: 'chirpstack' },
      Archive: {
        behaviour: 'weak',
        connection: 'chirpstack',
        description: 'In the cellar, behind a steel door',
      },
      'Workshop office': { behaviour: 'dying-battery' },
      'Pilot station': { behaviour: 'silent', description: 'Quiet since the repainting' },
      'Crane cabin 4': {
        connection: 'thingpark',
        behaviour: 'rejoining',
        description: 'Loses its session with the crane’s power',
      },
      'Crane cabin 7': {
        connection: 'thingpark',
        behaviour: 'no-accept',
        days: 2,
        description: 'New; never got through its join',
      },
      'Gatehouse south': { behaviour: 'deactivated', description: 'Closed for rebuilding' },
      'Training room': { days: 12 },
    },
  ),
  ...series(
    ['Server room', 'Laboratory', 'Medical post', 'Kitchen', 'Changing room', 'Showroom'],
    {
      tags: ['indoor', 'leased'],
      type: 'kpn-conditionsensor-co2-ii',
      project: 'buildings',
      flows: ['climate'],
      connection: 'thingpark',
      model: 'elsys-ers',
      intervalMinutes: 20,
    },
    { Kitchen: { behaviour: 'failing-decoder', description: 'Sends broken frames since its update' } },
  ),
];

const QUAYS: PlannedDevice[] = [
  ...series(
    [
      'Quay 1',
      'Quay 2',
      'Quay 3',
      'Quay 4',
      'Quay 5',
      'Quay 6',
      'Lock north',
      'Lock south',
      'Oil jetty',
      'Ferry landing',
    ].map((place) => `Water level ${place}`),
    {
      tags: ['outdoor', 'water'],
      fixed: true,
      type: 'water-level',
      project: 'quays',
      flows: ['water'],
      connection: 'chirpstack',
      model: 'water-level',
      intervalMinutes: 15,
    },
    {
      'Water level Quay 5': {
        behaviour: 'failing-decoder',
        description: 'New firmware, the decoder does not know it yet',
      },
      'Water level Oil jetty': { behaviour: 'weak', description: 'Far out, behind the tanks' },
      'Water level Lock south': { connection: 'things-stack' },
      'Water level Lock north': { connection: 'things-stack' },
    },
  ),
  ...series(
    [
      'Breakwater',
      'Quay 2',
      'Quay 5',
      'Container yard',
      'Tug pier',
      'Lighthouse',
      'Marina',
      'Radar tower',
    ].map((place) => `Weather ${place}`),
    {
      tags: ['outdoor', 'weather'],
      type: 'own-lora',
      project: 'quays',
      flows: ['weather'],
      connection: 'things-stack',
      model: 'thingsml-quay',
      intervalMinutes: 30,
    },
    {
      'Weather Marina': { behaviour: 'silent', days: 24 },
      'Weather Radar tower': { behaviour: 'failing-decoder', days: 9 },
    },
  ),
];

const YARD: PlannedDevice[] = [
  ...series(
    ['A1', 'A2', 'B1', 'B2', 'C1', 'Canteen', 'Ferry', 'Workshop'].map((place) => `Bin ${place}`),
    {
      tags: ['outdoor', 'waste'],
      type: 'waste-bin',
      project: 'yard',
      flows: ['waste'],
      connection: 'simulated',
      model: 'waste-bin',
      intervalMinutes: 60,
    },
    { 'Bin C1': { behaviour: 'failing-decoder' } },
  ),
  ...series(
    ['Gate east', 'Gate west', 'Gate rail', 'Gate pedestrians', 'Gate customs', 'Gate ferry'],
    {
      tags: ['outdoor', 'counter'],
      type: 'generic-lora-preset',
      project: 'yard',
      flows: ['gates'],
      connection: 'chirpstack',
      model: 'raw-counter',
      intervalMinutes: 30,
    },
    {
      'Gate east': {
        intervalMinutes: 4,
        days: 5,
        description: 'Sends every four minutes since it was set up anew',
      },
      'Gate rail': { flows: [], days: 6, description: 'Not linked to a flow yet' },
      'Gate pedestrians': {
        behaviour: 'refused',
        days: 1,
        description: 'Its network server still has the old secret',
      },
      'Gate customs': {
        behaviour: 'restarting',
        days: 3,
        description: 'Its power fails some times a day',
      },
      'Gate ferry': {
        behaviour: 'deaf-to-joins',
        connection: 'thingpark',
        days: 1,
        description: 'New; is let in and does not learn it',
      },
    },
  ),
  ...series(
    ['Trailer 11', 'Trailer 12', 'Trailer 14', 'Reach stacker 2', 'Workboat Heron', 'Generator 3'],
    {
      tags: ['mobile'],
      type: 'kpn-locationtag-ii-v2',
      project: 'yard',
      flows: ['fleet'],
      connection: 'thingpark',
      model: 'tracker',
      intervalMinutes: 20,
    },
    { 'Workboat Heron': { connection: 'things-stack' }, 'Generator 3': { behaviour: 'dying-battery' } },
  ),
  ...series(['Pump 9', 'Pump 10'], {
    tags: [],
    type: 'generic-lora-preset',
    project: 'yard',
    flows: [],
    connection: 'simulated',
    model: 'raw-counter',
    intervalMinutes: 30,
    behaviour: 'unregistered',
    days: 3,
  }),
];

/** Sixty devices, a dozen of them with a problem that the portal should show. */
export const HARBOUR_FLEET: PlannedDevice[] = [...OFFICES, ...QUAYS, ...YARD];
