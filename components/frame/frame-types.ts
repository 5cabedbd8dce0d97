import type { ReactNode } from 'react';

export type SectionId = 'manager' | 'creator' | 'support' | 'organization';

/** A part of the portal in the top bar; only those the reader may enter are passed in. */
export interface FrameSection {
  id: SectionId;
  label: string;
  href: string;
}

export interface FrameMenuItem {
  href: string;
  label: string;
  /** In each language. */
  names: readonly string[];
  icon: ReactNode;
  /** How many there are; null while it is not known. */
  count?: number | null | undefined;
  /** Something here needs attention; the number is said beside the count. */
  alert?: number | undefined;
}

/** A building block: its header, what it holds, and where its + leads. */
export interface FrameMenuGroup {
  id: string;
  label: string;
  add?: { href: string; label: string; names: readonly string[] } | undefined;
  items: readonly FrameMenuItem[];
}

export interface FrameProject {
  id: string;
  name: string;
}

export interface FrameUser {
  name: string;
  email: string;
  customer?: string | undefined;
}

export interface FoundThing {
  id: string;
  /** Names the group it is listed under: device, flow, destination, … */
  kind: string;
  title: string;
  subtitle?: string | undefined;
  href: string;
}

/** A page of the portal. */
export interface FoundPlace extends FoundThing {
  /** In each language. */
  names: readonly string[];
}

export type SearchFunction = (text: string, signal: AbortSignal) => Promise<FoundThing[]>;
