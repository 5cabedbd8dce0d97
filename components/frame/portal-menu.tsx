'use client';
import Antenna from 'lucide-react/icons/antenna';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import BellRing from 'lucide-react/icons/bell-ring';
import Braces from 'lucide-react/icons/braces';
import CardSim from 'lucide-react/icons/card-sim';
import FolderKanban from 'lucide-react/icons/folder-kanban';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import History from 'lucide-react/icons/history';
import KeyRound from 'lucide-react/icons/key-round';
import ListChecks from 'lucide-react/icons/list-checks';
import Mail from 'lucide-react/icons/mail';
import Microchip from 'lucide-react/icons/microchip';
import RadioTower from 'lucide-react/icons/radio-tower';
import Router from 'lucide-react/icons/router';
import Settings2 from 'lucide-react/icons/settings-2';
import Users from 'lucide-react/icons/users';
import WalletCards from 'lucide-react/icons/wallet-cards';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { FoundPlace, FrameMenuGroup, FrameMenuItem, SectionId } from './frame-types.ts';
import { type MenuName, namesOf } from './menu-names.ts';

/** null: the reader may not see them. */
export interface PortalCounts {
  devices: number | null;
  connections: number | null;
  flows: number | null;
  destinations: number | null;
  /** Incidents and silent devices that nobody has seen to. */
  alerts: number | null;
}

/** What the reader may add, for the + of each building block. */
export interface PortalRights {
  devices: boolean;
  connections: boolean;
  flows: boolean;
  destinations: boolean;
  decoders: boolean;
  projects: { read: boolean; create: boolean };
}

export interface MenuFacts {
  counts: PortalCounts;
  rights: PortalRights;
}

/** The building blocks of each part of the portal; an entry that the reader may not open is not there. */
export function usePortalMenu(section: SectionId, { counts, rights }: MenuFacts): FrameMenuGroup[] {
  const t = useTranslations('frame.menu');
  const add = (may: boolean, href: string, name: MenuName) =>
    may ? { href, label: t(name), names: namesOf(name) } : undefined;
  const item = (name: MenuName, href: string, icon: ReactNode): FrameMenuItem => ({
    href,
    label: t(name),
    names: namesOf(name),
    icon,
  });
  if (section === 'creator') {
    return [
      {
        id: 'decoders',
        label: t('dataProcessing'),
        add: add(rights.decoders, '/creator/decoders?new', 'addDecoder'),
        items: [
          item('decoders', '/creator/decoders', <Braces />),
          item('deviceTypes', '/creator/device-types', <Microchip />),
        ],
      },
    ];
  }
  if (section === 'organization') {
    const projects: FrameMenuGroup = {
      id: 'projects',
      label: t('projects'),
      add: add(rights.projects.create, '/organization/projects?new', 'addProject'),
      items: [item('projects', '/organization/projects', <FolderKanban />)],
    };
    return [
      ...(rights.projects.read ? [projects] : []),
      {
        id: 'access',
        label: t('access'),
        items: [
          item('users', '/organization/users', <Users />),
          item('apiKeys', '/organization/api-keys', <KeyRound />),
          item('auditLog', '/organization/audit-log', <History />),
          item('outbox', '/organization/outbox', <Mail />),
        ],
      },
      {
        id: 'customer',
        label: t('customer'),
        items: [item('customerSettings', '/organization/settings', <Settings2 />)],
      },
    ];
  }
  return [
    {
      id: 'devices',
      label: t('iotDevices'),
      add: add(rights.devices, '/manager/devices/new', 'addDevice'),
      items: [
        { ...item('devices', '/manager/devices', <Microchip />), count: counts.devices },
        { ...item('alerts', '/manager/alerts', <BellRing />), alert: counts.alerts ?? undefined },
        item('firmware', '/manager/firmware', <HardDriveDownload />),
        item('bulkReports', '/manager/bulk-tasks', <ListChecks />),
      ],
    },
    {
      id: 'connectivity',
      label: t('connectivity'),
      add: add(rights.connections, '/manager/connections?new', 'addConnection'),
      items: [
        item('loraDevices', '/manager/connectivity/lora', <Antenna />),
        item('gateways', '/manager/connectivity/gateways', <Router />),
        item('sims', '/manager/connectivity/m2m', <CardSim />),
        { ...item('connections', '/manager/connections', <RadioTower />), count: counts.connections },
        item('simAccounts', '/manager/connectivity/sim-accounts', <WalletCards />),
      ],
    },
    {
      id: 'processing',
      label: t('dataProcessing'),
      add: add(rights.flows, '/manager/flows?new', 'addFlow'),
      items: [{ ...item('flows', '/manager/flows', <Workflow />), count: counts.flows }],
    },
    {
      id: 'destinations',
      label: t('destinations'),
      add: add(rights.destinations, '/manager/destinations/new', 'addDestination'),
      items: [
        {
          ...item('destinations', '/manager/destinations', <ArrowRightToLine />),
          count: counts.destinations,
        },
      ],
    },
  ];
}

const SECTIONS = ['manager', 'creator', 'organization'] as const;

/** All pages that the reader may open, and what they may add, whatever part of the portal they are in. */
export function usePlaces(sections: readonly SectionId[], facts: MenuFacts): FoundPlace[] {
  const menus = {
    manager: usePortalMenu('manager', facts),
    creator: usePortalMenu('creator', facts),
    organization: usePortalMenu('organization', facts),
  };
  return SECTIONS.filter((section) => sections.includes(section)).flatMap((section) =>
    menus[section].flatMap(({ items, add }) =>
      [...items, ...(add ? [add] : [])].map(({ href, label, names }) => ({
        id: `place-${href}`,
        kind: 'place',
        title: label,
        href,
        names,
      })),
    ),
  );
}
