// A form whose answer comes from the person's key: the browser asks for finger, face or PIN, then the form is sent.

const canUse = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

async function answerOf(form) {
  const options = JSON.parse(form.dataset.passkey);
  if (form.dataset.act === "add") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.closest("[data-passkey-room]").hidden = !canUse;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const refused = form.querySelector("[data-refused]");
    refused.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify((await answerOf(form)).toJSON());
      form.submit();
    } catch {
      refused.hidden = false; // cancelled, or no key for this place
    }
  });
}
