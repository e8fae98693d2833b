"use strict";
// The page is drawn from /openapi.json: it knows no endpoint by itself.
const texts = {
  en: { filter: "Filter", token: "Token", language: "Language", loading: "Loading …", send: "Send", field: "Field", value: "Value",
        meaning: "Meaning", required: "required", standard: "standard", reply: "Reply", file: "File", replies: "Replies", running: "Running …",
        failed: "The request failed: ", nothing: "Nothing fits the filter.", path: "path", query: "query", body: "body", curl: "On the command line",
        unavailable: "The document cannot be loaded: " },
  de: { filter: "Filter", token: "Token", language: "Sprache", loading: "Wird geladen …", send: "Senden", field: "Feld", value: "Wert",
        meaning: "Bedeutung", required: "nötig", standard: "Standard", reply: "Antwort", file: "Datei", replies: "Antworten", running: "Läuft …",
        failed: "Die Anfrage ist fehlgeschlagen: ", nothing: "Nichts passt zum Filter.", path: "Pfad", query: "Query", body: "Body",
        curl: "Auf der Kommandozeile", unavailable: "Das Dokument kann nicht geladen werden: " }
};
let language = (navigator.language || "en").startsWith("de") ? "de" : "en";
let api = null;
const byId = (id) => document.getElementById(id);
const t = (name) => texts[language][name] || name;

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function inOwnWords(object, name) {
  return (language === "de" && object["x-" + name + "-de"]) || object[name] || "";
}

function typeText(schema) {
  if (schema.enum) return schema.enum.join(" · ");
  let text = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "";
  if (schema.type === "array") text = (schema.items && schema.items.type || "") + "[]";
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    text += " " + (schema.minimum ?? "") + " … " + (schema.maximum ?? "");
  }
  return text;
}

function control(schema, id) {
  if (schema.contentMediaType) return element("input", { type: "file", id });
  const choices = schema.enum || (schema.type === "boolean" ? ["true", "false"] : null);
  if (choices) {
    const select = element("select", { id }, element("option", { value: "" }, ""));
    for (const choice of choices) select.append(element("option", { value: choice }, choice));
    return select;
  }
  const isNumber = schema.type === "integer" || schema.type === "number";
  return element("input", { id, type: isNumber ? "number" : "text", step: schema.type === "integer" ? 1 : "any",
    min: schema.minimum, max: schema.maximum, autocomplete: "off", spellcheck: "false" });
}

function fieldsOf(operation) {
  const fields = [];
  for (const parameter of operation.parameters || []) {
    if (parameter.schema["x-alias-of"]) continue;
    fields.push({ name: parameter.name, where: parameter.in, required: parameter.required, schema: parameter.schema,
      help: inOwnWords(parameter, "description") });
  }
  const content = operation.requestBody && operation.requestBody.content || {};
  const form = content["multipart/form-data"];
  const schema = (form || content["application/json"] || {}).schema;
  for (const [name, property] of Object.entries(schema && schema.properties || {})) {
    if (property["x-alias-of"]) continue;
    const isNeeded = (schema.required || []).includes(name)
      || (schema.allOf || []).some((any) => any.anyOf.some((one) => one.required.includes(name)));
    fields.push({ name, where: "body", required: isNeeded, schema: property, help: inOwnWords(property, "description") });
  }
  return { fields, isForm: Boolean(form) };
}

function valueOf(field, text) {
  if (field.schema.type === "boolean") return text === "true";
  if (field.schema.type === "integer" || field.schema.type === "number") return Number(text);
  if (field.schema.type === "array") {
    const items = text.split(",").map((item) => item.trim()).filter(Boolean);
    return field.schema.items.type === "integer" ? items.map(Number) : items;
  }
  if (field.schema.type === "object") {
    // What is no JSON goes as it is: the server says what is wrong with it.
    try { return JSON.parse(text); } catch (error) { return text; }
  }
  return text;
}

function requestOf(method, path, fields, isForm) {
  let address = path;
  const query = new URLSearchParams();
  const body = {};
  const form = new FormData();
  for (const field of fields) {
    if (field.input.type === "file") {
      if (field.input.files[0]) form.append(field.name, field.input.files[0]);
      continue;
    }
    const text = field.input.value;
    if (field.where === "path") address = address.replace("{" + field.name + "}", encodeURIComponent(text));
    else if (text === "") continue;
    else if (field.where === "query") query.set(field.name, text);
    else { body[field.name] = valueOf(field, text); form.append(field.name, text); }
  }
  if ([...query].length) address += "?" + query;
  const options = { method: method.toUpperCase(), headers: {} };
  const token = byId("token").value.trim();
  if (token) options.headers.Authorization = "Bearer " + token;
  if (isForm) options.body = form;
  else if (method !== "get" && fields.some((field) => field.where === "body")) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return { address, options };
}

function curlOf(request) {
  let line = "curl -X " + request.options.method;
  for (const [name, value] of Object.entries(request.options.headers)) {
    line += " -H '" + name + ": " + (name === "Authorization" ? "Bearer …" : value) + "'";
  }
  if (typeof request.options.body === "string") line += " -d '" + request.options.body.replaceAll("'", "'\\''") + "'";
  if (request.options.body instanceof FormData) {
    for (const [name, value] of request.options.body) line += " -F '" + name + "=" + (value instanceof File ? "@" + value.name : value) + "'";
  }
  return line + " '" + location.origin + request.address + "'";
}

async function readEvents(response, output) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    output.textContent = (output.textContent + decoder.decode(value, { stream: true })).slice(-20000);
  }
}

async function showReply(response, output, status) {
  status.textContent = response.status + " " + response.statusText;
  status.className = "status " + (response.ok ? "good" : "bad");
  const type = response.headers.get("content-type") || "";
  if (type.startsWith("text/event-stream")) return readEvents(response, output);
  if (type.startsWith("audio/")) {
    const url = URL.createObjectURL(await response.blob());
    output.replaceChildren(element("audio", { controls: true, src: url }));
    return undefined;
  }
  const text = await response.text();
  try { output.textContent = JSON.stringify(JSON.parse(text), null, 2).slice(0, 200000); }
  catch (error) { output.textContent = text.slice(0, 200000); }
  return undefined;
}

function fieldRows(fields, prefix) {
  const rows = element("tbody");
  for (const field of fields) {
    const id = prefix + "-" + field.where + "-" + field.name;
    field.input = control(field.schema, id);
    if (field.required) field.input.setAttribute("aria-required", "true");
    const standard = field.schema.default === undefined ? "" : " · " + t("standard") + " " + JSON.stringify(field.schema.default);
    rows.append(element("tr", {},
      element("td", {}, element("label", { for: id }, element("code", {}, field.name)),
        element("small", {}, t(field.where) + (field.required ? " · " + t("required") : ""))),
      element("td", {}, field.input),
      element("td", {}, field.help, element("small", {}, typeText(field.schema) + standard))));
  }
  return element("table", {}, element("thead", {}, element("tr", {}, element("th", {}, t("field")), element("th", {}, t("value")),
    element("th", {}, t("meaning")))), rows);
}

function fill(details, method, path, operation) {
  const { fields, isForm } = fieldsOf(operation);
  const send = element("button", { type: "submit" }, t("send"));
  const status = element("span", { class: "status", role: "status" });
  const output = element("pre", { tabindex: "0", "aria-label": t("reply"), hidden: true });
  const curl = element("pre", { tabindex: "0", "aria-label": t("curl"), hidden: true });
  const form = element("form", {}, fields.length ? fieldRows(fields, operation.operationId) : null,
    element("p", {}, send, " ", status), curl, output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const request = requestOf(method, path, fields, isForm);
    send.disabled = true;
    status.className = "status";
    status.textContent = t("running");
    curl.hidden = output.hidden = false;
    curl.textContent = curlOf(request);
    output.textContent = "";
    try { await showReply(await fetch(request.address, request.options), output, status); }
    catch (error) { status.className = "status bad"; status.textContent = t("failed") + error.message; }
    send.disabled = false;
  });
  const codes = Object.entries(operation.responses).map(([code, reply]) => code + " " + reply.description).join(" · ");
  details.append(element("div", { class: "body" }, form, element("small", {}, t("replies") + ": " + codes)));
}

function draw() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  byId("version").textContent = api.info.version;
  byId("about").textContent = inOwnWords(api.info, "description");
  const words = byId("filter").value.trim().toLowerCase();
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const what = inOwnWords(operation, "summary");
      if (operation["x-alias-of"] || !(method + " " + path + " " + what).toLowerCase().includes(words)) continue;
      const details = element("details", {}, element("summary", {}, element("span", { class: "method" }, method.toUpperCase()),
        element("code", {}, path), element("span", { class: "what" }, what)));
      details.addEventListener("toggle", () => {
        if (details.open && details.children.length === 1) fill(details, method, path, operation);
      });
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, element("section", { "aria-label": tag }, element("h2", {}, tag)));
      groups.get(tag).append(details);
    }
  }
  byId("list").replaceChildren(...(groups.size ? groups.values() : [element("p", {}, t("nothing"))]));
}

async function load() {
  const token = byId("token").value.trim();
  try {
    const response = await fetch("/openapi.json", token ? { headers: { Authorization: "Bearer " + token } } : {});
    if (!response.ok) throw new Error(response.status + " " + response.statusText);
    api = await response.json();
    draw();
  } catch (error) {
    byId("list").replaceChildren(element("p", { role: "alert" }, t("unavailable") + error.message));
  }
}

byId("language").value = language;
byId("language").addEventListener("change", (event) => { language = event.target.value; if (api) draw(); });
byId("filter").addEventListener("input", () => { if (api) draw(); });
byId("token").addEventListener("change", () => { if (!api) load(); });
load();
