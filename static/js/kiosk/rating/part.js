// The places of the rating screens, by what they hold.

export const part = (name) => document.querySelector(`[data-rating="${name}"]`);
