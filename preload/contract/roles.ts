// Who sits before a window. Main gives each window one role when it makes it; a renderer cannot choose its own.

export const ROLES = ['citizen', 'citizenFacing', 'staff', 'technician', 'studio', 'imaging'] as const;
export type Role = (typeof ROLES)[number];

/** The kind of signed-in person that a channel may ask for. */
export type SignedIn = 'officer' | 'technician';
