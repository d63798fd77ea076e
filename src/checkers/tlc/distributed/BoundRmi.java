import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMISocketFactory;
import java.util.Arrays;

/**
 * Starts a class whose remote objects can be reached at one address of this machine only. Java's RMI
 * listens on all of them, and no property of its own changes that.
 *
 * The address is the property nmicheck.bind; the first argument names the class, the others are its.
 */
public final class BoundRmi {
  private static final int BACKLOG = 50;

  public static void main(String[] arguments) throws Throwable {
    InetAddress address = InetAddress.getByName(System.getProperty("nmicheck.bind"));
    RMISocketFactory.setSocketFactory(
        new RMISocketFactory() {
          @Override
          public Socket createSocket(String host, int port) throws IOException {
            return new Socket(host, port);
          }

          @Override
          public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port, BACKLOG, address);
          }
        });
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
