import en from '#components/messages/en/frame.json' with { type: 'json' };
import nl from '#components/messages/nl/frame.json' with { type: 'json' };

export type MenuName = keyof typeof en.menu;

/** What a page is called in each language: who was told of it in one finds it in the other. */
export const namesOf = (name: MenuName): string[] => [...new Set([en.menu[name], nl.menu[name]])];
