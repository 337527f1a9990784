// An officer's photo, or the drawing that stands for it.

const NAMESPACE = "http://www.w3.org/2000/svg";

export function drawAvatar(frame, officer, sprite) {
  frame.replaceChildren(officer?.photo ? Object.assign(document.createElement("img"), { src: officer.photo, alt: "" }) : drawing(officer, sprite));
}

function drawing(officer, sprite) {
  const kind = { Ibu: "ibu", Bapak: "bapak" }[officer?.salutation];
  const [svg, use] = [document.createElementNS(NAMESPACE, "svg"), document.createElementNS(NAMESPACE, "use")];
  svg.setAttribute("viewBox", "0 0 96 96");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#a-${kind ? `${kind}-${officer.id % 3}` : "none"}`);
  svg.append(use);
  return svg;
}
