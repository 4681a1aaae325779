package io.lakeswarm.reconciler.dremio;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Consumer;

/** Somebody with a REST client at the simulated engine, and the bodies he sends. */
final class Person {
  static final String PASSWORD = "Passw0rd";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private String authorization = "";

  Person(URI server) {
    this.server = server;
  }

  /** As the first user, who is made. */
  static Person at(URI server) {
    Person person = new Person(server);
    person.put("/apiv2/bootstrap/firstuser", user("admin", PASSWORD)).then().statusCode(200);
    return person.signedIn();
  }

  Person signedIn() {
    return with("_dremio" + login("admin", PASSWORD).path("token"));
  }

  Person with(String header) {
    authorization = header;
    return this;
  }

  Response login(String name, String password) {
    return post("/apiv2/login", json("{'userName':'%s','password':'%s'}", name, password));
  }

  Response get(String path) {
    return request().get(path);
  }

  Response post(String path, Object body) {
    return request().contentType(ContentType.JSON).body(body.toString()).post(path);
  }

  Response put(String path, Object body) {
    return request().contentType(ContentType.JSON).body(body.toString()).put(path);
  }

  Response delete(String path) {
    return request().delete(path);
  }

  /** The source as it is read now. */
  ObjectNode source(String name) {
    String body = get("/api/v3/catalog/by-path/" + name + "?exclude=children").asString();
    return (ObjectNode) json(body.replace("'", "\\u0027"));
  }

  RequestSpecification request() {
    RequestSpecification request = given().baseUri(server.toString()).urlEncodingEnabled(false);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  static JsonNode user(String name, String password) {
    return json(
        "{'userName':'%s','firstName':'A','lastName':'B','email':'a@b.c','createdAt':0,"
            + "'password':'%s'}",
        name, password);
  }

  /** The S3 source of the kit. */
  static ObjectNode s3(Consumer<ObjectNode> change) {
    ObjectNode source =
        (ObjectNode)
            json(
                "{'entityType':'source','type':'S3','name':'minio','config':{"
                    + "'credentialType':'ACCESS_KEY','accessKey':'K','accessSecret':'S',"
                    + "'secure':false,'compatibilityMode':true,'rootPath':'/','propertyList':["
                    + "{'name':'fs.s3a.endpoint','value':'minio:9000'},"
                    + "{'name':'fs.s3a.path.style.access','value':'true'},"
                    + "{'name':'fs.s3a.connection.ssl.enabled','value':'false'}]}}");
    change.accept(source);
    return source;
  }

  /** The catalog source of the kit. */
  static ObjectNode nessie(Consumer<ObjectNode> change) {
    ObjectNode source =
        (ObjectNode)
            json(
                "{'entityType':'source','type':'NESSIE','name':'nessie','config':{"
                    + "'nessieEndpoint':'http://nessie:19120/api/v2','nessieAuthType':'NONE',"
                    + "'storageProvider':'AWS','credentialType':'ACCESS_KEY','awsAccessKey':'K',"
                    + "'awsAccessSecret':'S','awsRootPath':'warehouse','secure':false,"
                    + "'propertyList':[{'name':'fs.s3a.endpoint','value':'minio:9000'},"
                    + "{'name':'fs.s3a.path.style.access','value':'true'},"
                    + "{'name':'fs.s3a.connection.ssl.enabled','value':'false'},"
                    + "{'name':'dremio.s3.compat','value':'true'}]}}");
    change.accept(source);
    return source;
  }

  static ObjectNode config(ObjectNode source) {
    return source.withObject("/config");
  }

  /** JSON with single quotes. */
  static JsonNode json(String text, Object... values) {
    try {
      return JSON.readTree(text.replace('\'', '"').formatted(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
