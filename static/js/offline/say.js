// A sentence with its words filled in: "Data {day}." and { day: "5 Nov" }.

export const say = (sentence, words) => sentence.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
